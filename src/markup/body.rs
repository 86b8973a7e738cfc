//! The body of a page: one plain text, and operations that refer to ranges of it.
//!
//! The plain text is what the search indexes and what citations are found in; blocks are divided
//! by `\n`. The operations say how the text is marked up, in the order of the source.

use crate::base::span::Span;

/// A range of bytes in [`Body::text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextRange {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl TextRange {
    /// The range from `start` to `end`; pages are limited far below 4 GB.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// The range as one of `usize`.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One step of writing the body.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    /// Begins an element.
    Open(Element),
    /// Ends an element.
    Close(Element),
    /// Words; `source` is the offset in the file that they begin at.
    Text {
        /// The words.
        text: TextRange,
        /// Offset in the source of the first byte.
        source: u32,
    },
    /// Words set as code.
    Code(TextRange),
    /// Raw HTML as it was written, not yet sanitised.
    Html(Box<str>),
    /// A line break that was asked for.
    LineBreak,
    /// A thematic break.
    Rule,
    /// The box of a task, done or not.
    Task(bool),
    /// A reference to the footnote of this index.
    FootnoteMark(u32),
    /// An image, film or sound within a line, by index.
    Media(u32),
    /// The same standing alone with a caption.
    Figure(u32, TextRange),
}

/// An element with content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// A paragraph.
    Paragraph,
    /// The number of an article at the start of its paragraph, where it was bold; else it is one of
    /// [`Body::numbers`].
    Number,
    /// The heading of this index.
    Heading(u32),
    /// A block quote.
    Quote,
    /// A block quote that warns or advises.
    Callout(Callout),
    /// A block of code; the index of its language, if it names one.
    CodeBlock(Option<u32>),
    /// A list, numbered from the number where it has one.
    List(Option<u64>),
    /// An item of a list.
    Item,
    /// A table.
    Table,
    /// The heads of a table's columns.
    TableHead,
    /// A row.
    TableRow,
    /// A cell.
    Cell {
        /// Whether it heads a column.
        head: bool,
        /// How it is aligned.
        align: Align,
    },
    /// Emphasis: 着重号.
    Emphasis,
    /// Strong.
    Strong,
    /// Struck out.
    Strikethrough,
    /// The link of this index.
    Link(u32),
    /// The text of the footnote of this index.
    Footnote(u32),
    /// A list of definitions.
    DefinitionList,
    /// What is defined.
    DefinitionTitle,
    /// The definition.
    Definition,
}

/// How a cell is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// As the reader's browser does.
    #[default]
    None,
    /// To the left.
    Left,
    /// Centred.
    Centre,
    /// To the right.
    Right,
}

/// What a callout says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Callout {
    /// 说明.
    Note,
    /// 提示.
    Tip,
    /// 重要.
    Important,
    /// 警告.
    Warning,
    /// 注意.
    Caution,
}

impl Callout {
    /// The name that classes and interface words use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }

    /// The callout that `word` in `[!word]` asks for, in English or Chinese.
    pub fn named(word: &str) -> Option<Self> {
        Some(match word.to_ascii_uppercase().as_str() {
            "NOTE" | "说明" => Self::Note,
            "TIP" | "提示" => Self::Tip,
            "IMPORTANT" | "重要" => Self::Important,
            "WARNING" | "警告" => Self::Warning,
            "CAUTION" | "注意" => Self::Caution,
            _ => return None,
        })
    }
}

/// A heading of the body.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 2 to 6; the page's title is the only heading of level 1.
    pub level: u8,
    /// Unique and stable on the page.
    pub id: String,
    /// The id that the author gave it, as it stands on the page; else none.
    pub given: Option<String>,
    /// Its words.
    pub text: TextRange,
}

/// A link of the body.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// What it points at, as written and decoded.
    pub target: String,
    /// How it was written.
    pub kind: LinkKind,
    /// Where it stands in the file.
    pub span: Span,
}

/// How a link was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](target)`, or a reference.
    Markdown,
    /// `[[target]]`: the words are the target's own title.
    WikiBare,
    /// `[[target|text]]`.
    WikiText,
    /// A bare or bracketed address.
    Address,
}

/// An image, film or sound.
#[derive(Debug, Clone, PartialEq)]
pub struct Media {
    /// Path as written and decoded.
    pub target: String,
    /// Alternative text.
    pub alt: String,
    /// Caption.
    pub caption: Option<String>,
    /// Where it stands in the file.
    pub span: Span,
}

/// What a run of text is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// The heading of this index.
    Heading(u32),
    /// An item of a list, or a definition.
    Item,
    /// A cell of a table.
    Cell,
    /// A block of code.
    Code,
    /// A caption, or the text of raw HTML.
    Other,
}

/// A run of text between two block boundaries.
#[derive(Debug, Clone, PartialEq)]
pub struct TextBlock {
    /// The words.
    pub text: TextRange,
    /// What they are a part of.
    pub kind: BlockKind,
    /// Whether a block quote is around it.
    pub quoted: bool,
    /// The operation that opens the block, or its first.
    pub op: u32,
}

/// Anchors of paragraphs and items by the operations that open them, in order; all in one text, for a law has
/// thousands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Anchors {
    text: String,
    /// The operations, and where their anchors end in the text.
    ends: Vec<(u32, u32)>,
}

impl Anchors {
    /// Room for so many anchors.
    pub fn with_capacity(count: usize) -> Self {
        Self { text: String::with_capacity(8 * count), ends: Vec::with_capacity(count) }
    }

    /// Adds the anchor of what `op` opens.
    pub fn push(&mut self, op: u32, anchor: &str) {
        self.text.push_str(anchor);
        self.ends.push((op, self.text.len() as u32));
    }

    /// The anchor at `place`, and the operation.
    pub fn get(&self, place: usize) -> Option<(u32, &str)> {
        let (op, end) = *self.ends.get(place)?;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before].1);
        Some((op, &self.text[start as usize..end as usize]))
    }

    /// All in their order, each with its operation.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..self.ends.len()).filter_map(|place| self.get(place))
    }

    /// The bytes of all, and how many they are.
    pub fn size(&self) -> (usize, usize) {
        (self.text.len(), self.ends.len())
    }
}

/// The body of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
    /// All words, blocks divided by `\n`.
    pub text: String,
    /// The operations in order.
    pub ops: Vec<Op>,
    /// Blocks of text in order.
    pub blocks: Vec<TextBlock>,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Links in order.
    pub links: Vec<Link>,
    /// Images, films and sounds in order.
    pub media: Vec<Media>,
    /// Labels of footnotes by index.
    pub footnotes: Vec<String>,
    /// Languages of code blocks by index.
    pub languages: Vec<String>,
    /// Anchors of paragraphs and items.
    pub anchors: Anchors,
    /// The operations that open the paragraphs of articles, rising.
    pub articles: Vec<u32>,
    /// The numbers of articles at the start of their paragraphs, rising: within the words of one operation.
    pub numbers: Vec<TextRange>,
    /// Scopes of the blocks that a marked passage begins with, by the operation that opens them,
    /// in order.
    pub scopes: Vec<(u32, String)>,
    /// Whether raw HTML stands in it, so that what is written must be sanitised.
    pub has_html: bool,
}

impl Body {
    /// The words of `range`.
    pub fn words(&self, range: TextRange) -> &str {
        &self.text[range.range()]
    }

    /// The offset in the file of the byte `at` of the text, where words stand there.
    pub fn source_of(&self, at: usize) -> Option<usize> {
        let index = self.ops.iter().position(|op| match op {
            Op::Text { text, .. } => text.range().contains(&at),
            _ => false,
        })?;
        match &self.ops[index] {
            Op::Text { text, source } => Some(*source as usize + at - text.start as usize),
            _ => None,
        }
    }
}
