//! The client as it is published: its small files as one script, without comments and indentation.

/// Joins the files of `theme/js/search` in the order given.
///
/// Whole-line comments, indentation and empty lines are left out; nothing else is touched, so a
/// string or a template that runs over lines must not stand in these files.
pub fn join<'f>(files: impl IntoIterator<Item = &'f str>) -> String {
    let lines = files.into_iter().flat_map(str::lines).map(str::trim);
    let mut script = String::new();
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with("//")) {
        script.push_str(line);
        script.push('\n');
    }
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_are_left_out() {
        let joined = join([
            "// a\n(function () {\n  var a = 'x // y';\n})();\n",
            "\n  b();\n",
        ]);
        assert_eq!(joined, "(function () {\nvar a = 'x // y';\n})();\nb();\n");
    }
}
