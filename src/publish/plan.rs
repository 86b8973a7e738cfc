//! What has to be done so that a folder holds exactly a set of outputs.

use std::collections::BTreeSet;

use crate::base::path::Route;
use crate::publish::manifest::Note;

/// What stands at an address now, held against what shall stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Absent,
    /// The same bytes.
    Same,
    /// Other bytes.
    Different,
    /// A folder, or a file where a folder above it would be, that is not all ours.
    Blocked,
}

/// The steps from what is there to what shall be there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Addresses to write, in the order in which to write them.
    pub write: Vec<Route>,
    /// How many files stay as they are.
    pub kept: usize,
    /// Addresses among the kept at which the same bytes stand that no build wrote.
    pub adopted: Vec<Route>,
    /// Paths that an earlier build wrote and that are no longer wanted.
    pub remove: Vec<String>,
    /// Addresses at which something stands that no build wrote.
    pub foreign: Vec<Route>,
}

/// Plans for the wanted addresses `now` with their standing; `own` lists what earlier builds
/// wrote or were about to write.
pub fn plan(now: &[(Route, Standing)], own: &Note) -> Plan {
    let mut plan = Plan::default();
    for (route, standing) in now {
        match standing {
            Standing::Same => {
                plan.kept += 1;
                if !own.files.contains_key(route.as_str()) {
                    plan.adopted.push(route.clone());
                }
            }
            Standing::Different if !own.files.contains_key(route.as_str()) => {
                plan.foreign.push(route.clone())
            }
            Standing::Blocked => plan.foreign.push(route.clone()),
            Standing::Absent | Standing::Different => plan.write.push(route.clone()),
        }
    }
    // What pages refer to comes before them, so that no new page meets a missing file.
    plan.write.sort_by_key(|route| (is_page(route), route.clone()));
    let wanted: BTreeSet<String> = now.iter().map(|(route, _)| route.as_str().to_lowercase()).collect();
    plan.remove = own.files.keys().filter(|path| !wanted.contains(&path.to_lowercase())).cloned().collect();
    plan
}

fn is_page(route: &Route) -> bool {
    route.as_str().ends_with(".html")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(paths: &[&str]) -> Note {
        let files = paths.iter().map(|path| ((*path).to_owned(), BTreeSet::new())).collect();
        Note { files, ..Note::default() }
    }

    fn route(text: &str) -> Route {
        Route::new(text).unwrap()
    }

    #[test]
    fn writes_what_differs_and_removes_what_is_ours() {
        let now = [
            (route("a.html"), Standing::Different),
            (route("b.html"), Standing::Same),
            (route("c.css"), Standing::Absent),
            (route("mine.txt"), Standing::Different),
            (route("robots.txt"), Standing::Same),
            (route("old.html/a.css"), Standing::Blocked),
        ];
        let plan = plan(&now, &note(&["a.html", "b.html", "old.html", "half.html"]));
        assert_eq!(plan.write, [route("c.css"), route("a.html")]);
        assert_eq!(plan.kept, 2);
        assert_eq!(plan.adopted, [route("robots.txt")]);
        assert_eq!(plan.remove, ["half.html", "old.html"]);
        assert_eq!(plan.foreign, [route("mine.txt"), route("old.html/a.css")]);
    }

    #[test]
    fn a_name_that_changed_its_case_is_not_removed() {
        let now = [(route("New.html"), Standing::Absent)];
        assert!(plan(&now, &note(&["new.html"])).remove.is_empty());
    }
}
