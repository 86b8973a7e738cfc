//! What a field is: name, label, kind, and what the site does with it.

/// The definition of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDef {
    /// Name as a key of front matter.
    pub name: String,
    /// Chinese label: shown to readers, and accepted as a key too.
    pub label: String,
    /// What a value is.
    pub kind: Kind,
    /// Whether there may be several values.
    pub list: bool,
    /// The vocabulary that values come from.
    pub vocabulary: Option<String>,
    /// Whether a page must have it.
    pub required: bool,
    /// Whether readers can filter by it.
    pub facet: bool,
    /// Whether the search finds its words.
    pub searchable: bool,
    /// Whether the page shows it among its facts.
    pub shown: bool,
    /// Whether lists show it as a column.
    pub column: bool,
    /// The fields of a record.
    pub fields: Vec<FieldDef>,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A full or partial date.
    Date,
    /// Yes or no.
    Bool,
    /// A whole number.
    Integer,
    /// A page of the site, by id, title or path.
    Page,
    /// A citation of law as people write it.
    Citation,
    /// A file of the content.
    Path,
    /// Named values.
    Record,
    /// Records under names of the editor's choice (`site.toml` only).
    Table,
    /// Anything, checked where it is used (`site.toml` only).
    Any,
}

impl Kind {
    /// Every kind that a type's field may have, with its name in TOML.
    pub const NAMES: [(&'static str, Kind); 8] = [
        ("text", Kind::Text),
        ("date", Kind::Date),
        ("bool", Kind::Bool),
        ("integer", Kind::Integer),
        ("page", Kind::Page),
        ("citation", Kind::Citation),
        ("path", Kind::Path),
        ("record", Kind::Record),
    ];

    /// The kind called `name`.
    pub fn named(name: &str) -> Option<Kind> {
        let site_only = [("table", Kind::Table), ("any", Kind::Any)];
        Self::NAMES.iter().chain(&site_only).find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    /// The kind in the words of a message: Chinese, English.
    pub fn words(self) -> [&'static str; 2] {
        match self {
            Self::Text => ["文字", "text"],
            Self::Date => ["日期", "a date"],
            Self::Bool => ["true（是）或 false（否）", "true or false"],
            Self::Integer => ["整数", "a whole number"],
            Self::Page => ["页面的标识、标题或路径", "a page's id, title or path"],
            Self::Citation => ["引用的条款", "a citation"],
            Self::Path => ["文件路径", "the path of a file"],
            Self::Record | Self::Table => ["下级字段", "a record of fields"],
            Self::Any => ["值", "a value"],
        }
    }
}

/// The place in `defs` of the definition called `key`, by name or else by label.
pub fn index_of(defs: &[FieldDef], key: &str) -> Option<usize> {
    defs.iter().position(|def| def.name == key).or_else(|| defs.iter().position(|def| def.label == key))
}
