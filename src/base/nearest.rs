//! The nearest right name for a wrong one.

use crate::base::path::ContentPath;

/// The candidate nearest to `wrong` by edit distance, if any is near enough to be meant.
///
/// Near enough: at most a third of the longer name changed, or one contains the other. Of equally
/// near candidates the first stands.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded: Vec<char> = wrong.to_lowercase().chars().collect();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other: Vec<char> = candidate.to_lowercase().chars().collect();
        let longer = folded.len().max(other.len());
        let mut distance = edit_distance(&folded, &other);
        let contained = !folded.is_empty() && (contains(&other, &folded) || contains(&folded, &other));
        if contained {
            distance = distance.min(longer / 3);
        }
        if distance <= (longer / 3).max(1)
            && distance < longer
            && best.is_none_or(|(least, _)| distance < least)
        {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The path nearest to `wrong`: one of the same file name in another folder, else the one whose
/// name without its ending is nearest. Folders do not count, for names in one share them.
pub fn nearest_path<'a>(wrong: &ContentPath, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let paths: Vec<(ContentPath, &str)> = known.map(|path| (ContentPath::new(path), path)).collect();
    if let Some((_, path)) = paths.iter().find(|(path, _)| path.file_name() == wrong.file_name()) {
        return Some(path);
    }
    let stem = nearest(wrong.stem(), paths.iter().map(|(path, _)| path.stem()))?;
    paths.iter().find(|(path, _)| path.stem() == stem).map(|(_, path)| *path)
}

fn contains(long: &[char], short: &[char]) -> bool {
    !short.is_empty() && long.windows(short.len()).any(|window| window == short)
}

/// The least number of insertions, deletions, replacements and swaps of neighbours
/// (optimal string alignment) that turn `a` into `b`.
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (above[j] + usize::from(x != y)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_name_that_was_meant() {
        let names = ["title", "summary", "tags", "摘要", "效力层级", "release_scope"];
        assert_eq!(nearest("titel", names), Some("title"));
        assert_eq!(nearest("sumary", names), Some("summary"));
        assert_eq!(nearest("层级", names), Some("效力层级"));
        assert_eq!(nearest("scope", names), Some("release_scope"));
        assert_eq!(nearest("摘耍", names), Some("摘要"));
    }

    #[test]
    fn a_path_is_near_by_its_name_alone() {
        let known = ["notes/图表.png", "study/学习要点.md", "notes/窗.md"];
        let near = |wrong: &str| nearest_path(&ContentPath::new(wrong), known.into_iter());
        assert_eq!(near("notes/图标.png"), Some("notes/图表.png"));
        assert_eq!(near("notes/学习要点.md"), Some("study/学习要点.md"));
        assert_eq!(near("study/学习要典"), Some("study/学习要点.md"));
        assert_eq!(near("notes/没有.pdf"), None);
        assert_eq!(near("notes/无.md"), None);
    }

    #[test]
    fn offers_nothing_where_nothing_is_near() {
        assert_eq!(nearest("colour", ["title", "tags"]), None);
        assert_eq!(nearest("", ["a", "bc"]), None);
        assert_eq!(nearest("乙", ["甲"]), None);
    }
}
