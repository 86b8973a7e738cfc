//! Slugs: names in lower-case ASCII that stay readable, for ids, routes and anchors.

use crate::text::pinyin;

/// Longest slug in characters; a longer one is cut at a syllable and ends in a digest.
const LONGEST: usize = 80;
/// Hexadecimal digits of the digest at the end of a cut slug.
const DIGEST: usize = 8;

/// A title or path segment as pinyin and Latin words joined by `-`.
///
/// Each Han character gives one syllable, Latin words and numbers stay whole, everything else
/// divides. What leaves nothing gives `p-` and a digest, so a slug is never empty.
pub fn slug(text: &str) -> String {
    let words = words(text);
    let whole = words.join("-");
    if whole.is_empty() {
        return format!("p-{}", digest(text));
    }
    if whole.len() <= LONGEST {
        return whole;
    }
    let mut cut = String::new();
    for word in &words {
        if cut.len() + word.len() + 1 + DIGEST + 1 > LONGEST {
            break;
        }
        cut.push_str(word);
        cut.push('-');
    }
    if cut.is_empty() {
        cut.push_str(&words[0][..LONGEST - DIGEST - 1]);
        cut.push('-');
    }
    cut + &digest(text)
}

fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        if let Some(syllable) = pinyin::reading(c) {
            words.push(syllable);
            open = false;
            continue;
        }
        crate::text::fold::fold_char(c, &mut |c| {
            if !c.is_ascii_alphanumeric() {
                open = false;
                return;
            }
            match words.last_mut() {
                Some(word) if open => word.push(c),
                _ => words.push(c.to_string()),
            }
            open = true;
        });
    }
    words
}

fn digest(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..DIGEST].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_becomes_syllables_and_latin_stays() {
        assert_eq!(slug("监察法"), "jian-cha-fa");
        assert_eq!(slug("监察法(2018-03-20)"), "jian-cha-fa-2018-03-20");
        assert_eq!(slug("ＩＳＯ9001 认证Guide"), "iso9001-ren-zheng-guide");
        assert_eq!(slug("國家賠償法"), "guo-jia-pei-chang-fa");
    }

    #[test]
    fn nothing_readable_gives_a_digest() {
        assert!(slug("——").starts_with("p-"));
        assert_ne!(slug("——"), slug("……"));
    }

    #[test]
    fn long_names_are_cut_at_a_syllable() {
        let long = "最高人民法院关于适用中华人民共和国公司法时间效力的若干规定".repeat(2);
        let cut = slug(&long);
        assert!(cut.len() <= LONGEST, "{cut}");
        assert!(cut.starts_with("zui-gao-ren-min-fa-yuan-"));
        assert_ne!(cut, slug(&(long.clone() + "一")));
        assert!(slug(&"a".repeat(200)).len() <= LONGEST);
    }
}
