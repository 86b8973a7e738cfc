//! Release scopes: their order, and how far inwards a build goes.

/// The scopes of a site from the widest to the narrowest, and the narrowest that is built.
///
/// What has no scope counts as the narrowest: nobody said that more may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scopes {
    names: Vec<String>,
    limit: usize,
}

impl Scopes {
    /// The scopes `names`, widest first; all of them are built.
    pub fn new(names: Vec<String>) -> Self {
        Self { limit: names.len().saturating_sub(1), names }
    }

    /// Builds `name` and what is wider; whether there is such a scope.
    pub fn limit_to(&mut self, name: &str) -> bool {
        let place = self.place(name);
        self.limit = place.unwrap_or(self.limit);
        place.is_some()
    }

    /// All names, widest first.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The narrowest scope that is built.
    pub fn limit(&self) -> &str {
        self.names.get(self.limit).map_or("", String::as_str)
    }

    /// Whether every scope is built.
    pub fn is_everything(&self) -> bool {
        self.limit + 1 >= self.names.len()
    }

    /// The place of `name`, 0 for the widest.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    /// How narrow `scope` is; none, and an unknown one, are the narrowest.
    pub fn depth(&self, scope: Option<&str>) -> usize {
        scope.and_then(|scope| self.place(scope)).unwrap_or(self.names.len().saturating_sub(1))
    }

    /// Whether what has `scope` is built.
    pub fn admits(&self, scope: Option<&str>) -> bool {
        self.depth(scope) <= self.limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scopes() -> Scopes {
        Scopes::new(["公开", "系统内", "本机关"].map(str::to_owned).to_vec())
    }

    #[test]
    fn a_build_goes_inwards_as_far_as_its_limit() {
        let mut scopes = scopes();
        assert!(scopes.is_everything() && scopes.admits(Some("本机关")) && scopes.admits(None));
        assert!(scopes.limit_to("系统内") && !scopes.is_everything());
        assert!(scopes.admits(Some("公开")) && scopes.admits(Some("系统内")));
        assert!(!scopes.admits(Some("本机关")) && !scopes.admits(None) && !scopes.admits(Some("别的")));
        assert_eq!(scopes.limit(), "系统内");
    }

    #[test]
    fn an_unknown_limit_is_refused() {
        let mut scopes = scopes();
        assert!(!scopes.limit_to("内部"));
        assert_eq!(scopes.limit(), "本机关");
    }
}
