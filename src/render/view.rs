//! What a template sees: one value per page, complete, in words and addresses.
//!
//! Every address is relative to the page that carries it and can be written as it stands. A
//! template can ask the site for nothing, so the inputs of a page are its view and the templates.

use serde::Serialize;

use crate::render::ledger::Progress;

/// What every page has around its content.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Frame {
    /// Language tag of the interface.
    pub lang: String,
    /// Name of the site.
    pub site_title: String,
    /// The body that keeps it.
    pub organisation: Option<String>,
    /// Address of the body's own sign, in place of the seal.
    pub logo: Option<String>,
    /// Words at the foot.
    pub footer: Option<String>,
    /// A notice on every page.
    pub notice: Option<String>,
    /// The way to the site's root: empty, or `../` once for each folder.
    pub root: String,
    /// Title of this page, without the site's.
    pub title: String,
    /// A sentence about this page.
    pub description: Option<String>,
    /// Name of the template, for a class of the body.
    pub template: &'static str,
    /// Name of the content type where the page has one.
    pub content_type: Option<String>,
    /// Address of the style sheet.
    pub css: String,
    /// Address of the script.
    pub js: String,
    /// Address of the small script that runs before the first paint.
    pub js_head: String,
    /// Address of the search's script, where the site has a search.
    pub search_js: Option<String>,
    /// The main navigation.
    pub nav: Vec<NavItem>,
    /// Quieter links: recent, index, glossary, handbook.
    pub aside: Vec<NavItem>,
    /// The way from home to this page, itself left out.
    pub crumbs: Vec<Link>,
    /// Address of the Atom feed.
    pub feed: String,
    /// Whole address of this page, where the site has a base URL.
    pub canonical: Option<String>,
}

/// An entry of the navigation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NavItem {
    /// Words.
    pub title: String,
    /// Address.
    pub href: String,
    /// Whether the page is in it.
    pub current: bool,
}

/// Words with an address.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// Words.
    pub title: String,
    /// Address.
    pub href: String,
}

/// A page in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Its summary.
    pub summary: Option<String>,
    /// Its date as shown.
    pub date: Option<String>,
    /// Label of its type.
    pub type_label: String,
    /// Name of its type, for a class.
    pub content_type: String,
    /// Short words about it: edition, level, document number.
    pub marks: Vec<String>,
    /// Its release scope where it is narrower than the site's own.
    pub scope: Option<String>,
    /// Its standing where it is an edition that is not in force.
    pub standing: Option<StandingMark>,
}

/// The standing of an edition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StandingMark {
    /// The word, such as 已修改.
    pub text: String,
    /// `in-force`, `review`, `pending`, `past` or `unknown`, for a class.
    pub name: &'static str,
}

/// A value of a facet with its page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FacetValue {
    /// The value.
    pub title: String,
    /// Address of the list of pages that have it.
    pub href: String,
    /// How many.
    pub count: usize,
}

/// A facet with the values that occur.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Facet {
    /// Its label.
    pub title: String,
    /// Address of the page of all its values.
    pub href: String,
    /// The values, most pages first; on a section's page only the first dozen.
    pub values: Vec<FacetValue>,
    /// How many values there are beyond those.
    pub more: usize,
}

/// The way through a list on several pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pager {
    /// This page, from 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
    /// The first, the last and the pages around this one; a gap has no address.
    pub numbers: Vec<PageNumber>,
}

/// A number of a pager.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageNumber {
    /// The number, 0 for a gap.
    pub number: usize,
    /// Its address.
    pub href: Option<String>,
    /// Whether it is this page.
    pub current: bool,
}

/// `home.html`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HomeView {
    /// Around it.
    pub frame: Frame,
    /// A sentence or two about the site.
    pub description: Option<String>,
    /// The introduction from `content/_index.md`, as HTML.
    pub intro: Option<String>,
    /// The sections of the main navigation.
    pub sections: Vec<SectionCard>,
    /// The blocks to show, in their order: `rooms`, `dates`, `suggestion`, `recent`, `intro`.
    pub blocks: Vec<&'static str>,
    /// What begins and ends soon, the next first.
    pub soon: Vec<ComingRow>,
    /// Address of the list of all of it.
    pub soon_href: String,
    /// A page of study for this week.
    pub suggestion: Option<Entry>,
    /// Addresses of further ways in: overview, index, glossary.
    pub ways: Vec<Link>,
    /// The pages changed last.
    pub recent: Vec<Entry>,
    /// Address of the list of all that changed recently.
    pub recent_href: String,
    /// How many pages the site has.
    pub count: usize,
}

/// Something that happens soon.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComingRow {
    /// The day.
    pub on: String,
    /// How many days are left.
    pub days: i32,
    /// The page.
    pub page: Link,
    /// Label of its type.
    pub type_label: String,
    /// 文号
    pub doc_no: Option<String>,
    /// What happens.
    pub what: String,
    /// What does it.
    pub by: Option<Link>,
}

/// A section on the home page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionCard {
    /// Its name.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Its summary.
    pub summary: Option<String>,
    /// How many pages it has.
    pub count: usize,
    /// Name of its type, for a class.
    pub content_type: String,
    /// Its latest pages.
    pub latest: Vec<Entry>,
}

/// `section.html`: a section, a folder of it, or a further page of its list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionView {
    /// Around it.
    pub frame: Frame,
    /// Its summary.
    pub summary: Option<String>,
    /// Its introduction as HTML, on the first page.
    pub intro: Option<String>,
    /// How many pages it has.
    pub count: usize,
    /// Folders below it.
    pub folders: Vec<FacetValue>,
    /// The registers of its pages, on the first page.
    pub registers: Vec<Register>,
    /// Its facets, on the first page.
    pub facets: Vec<Facet>,
    /// The pages of this page of the list.
    pub entries: Vec<Entry>,
    /// The way through the list.
    pub pager: Pager,
}

/// A register: catalogue, reviews, matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Register {
    /// Its name.
    pub title: String,
    /// Its address.
    pub href: String,
    /// How much is in it.
    pub count: usize,
    /// What it is good for.
    pub about: String,
    /// Whether something in it wants to be done.
    pub urgent: bool,
}

/// `facets.html`: all values of a facet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FacetsView {
    /// Around it.
    pub frame: Frame,
    /// The values in the order of the vocabulary, else by pages.
    pub values: Vec<FacetValue>,
}

/// `facet.html`: the pages that have a value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FacetView {
    /// Around it.
    pub frame: Frame,
    /// Label of the facet.
    pub label: String,
    /// The value.
    pub value: String,
    /// How many pages have it.
    pub count: usize,
    /// The pages of this page of the list.
    pub entries: Vec<Entry>,
    /// The way through the list.
    pub pager: Pager,
}

/// `page.html`: a page of content.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageView {
    /// Around it.
    pub frame: Frame,
    /// Label of its type.
    pub type_label: String,
    /// Its summary.
    pub summary: Option<String>,
    /// Its date.
    pub date: Option<String>,
    /// When it was last changed.
    pub updated: Option<String>,
    /// Its release scope where it is narrower than the site's own.
    pub scope: Option<String>,
    /// Its standing where it is an edition.
    pub standing: Option<StandingMark>,
    /// That it was withdrawn, and why.
    pub withdrawn: Option<Withdrawn>,
    /// The editions of its work, this one among them, latest first; empty where it is alone.
    pub editions: Vec<Edition>,
    /// Which edition it is, where it is one of several.
    pub edition: Option<EditionNote>,
    /// What happened to it, in the order in which it is given.
    pub history: Vec<Event>,
    /// Whether articles with numbers stand in its body.
    pub articles: bool,
    /// How it is cited: 《title》（2024年修正）.
    pub citation: Option<String>,
    /// What it is for programs: schema.org as JSON-LD, safe inside a script element.
    pub json_ld: Option<String>,
    /// 立改废释: what it stands in a chain with, oldest first; empty where it stands alone.
    pub chain: Vec<ChainRow>,
    /// The cases that led to it.
    pub behind: Vec<BehindRow>,
    /// Why it is to be reviewed; empty where it is not.
    pub review_notes: Vec<ReviewNote>,
    /// The articles that a case applies, in full.
    pub applied: Vec<Applied>,
    /// Its facts in the order of the type's fields.
    pub facts: Vec<Fact>,
    /// Its body as HTML.
    pub body: String,
    /// Records of the front matter as tables, behind the body.
    pub tables: Vec<RecordTable>,
    /// How far the items of a ledger have come.
    pub progress: Option<Progress>,
    /// The series it belongs to.
    pub series: Option<Series>,
    /// Headings of the body.
    pub outline: Vec<OutlineItem>,
    /// Tags.
    pub tags: Vec<Fact>,
    /// Files to take along.
    pub attachments: Vec<Attachment>,
    /// Where it comes from.
    pub source: Option<Source>,
    /// Who answers for it.
    pub review: Option<Review>,
    /// Rights in it.
    pub rights: Option<String>,
    /// The page before it in its section or series.
    pub previous: Option<Link>,
    /// The page after it.
    pub next: Option<Link>,
    /// Pages that an editor or its tags relate to it.
    pub related: Vec<Entry>,
    /// Pages that link to it: the first of them.
    pub backlinks: Vec<Entry>,
    /// How many pages link to it.
    pub backlinks_count: usize,
    /// How often it is cited, and the list of who does.
    pub cited: Option<Link>,
    /// Characters of its text, for the reading time.
    pub characters: usize,
}

/// A link of the chain of an institution.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChainRow {
    /// From when it counts.
    pub on: Option<String>,
    /// What it is to this page.
    pub words: String,
    /// The page with its 文号 in the title's place where it is an edition of the same name.
    pub page: Link,
    /// Its 文号.
    pub doc_no: Option<String>,
    /// Its standing.
    pub standing: Option<StandingMark>,
    /// Whether it is this page.
    pub current: bool,
}

/// A case that led to this page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BehindRow {
    /// The case.
    pub case: Link,
    /// Its date.
    pub date: Option<String>,
    /// 问题短板
    pub gap: Option<String>,
    /// 整改措施
    pub action: Option<String>,
}

/// A series with its pages in their order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// Its name.
    pub title: String,
    /// The place of this page, from 1.
    pub place: usize,
    /// Its pages.
    pub items: Vec<NavItem>,
    /// Address of the booklet of all of them.
    pub book: String,
}

/// `cited.html`: who cites an edition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CitedView {
    /// Around it.
    pub frame: Frame,
    /// The edition.
    pub page: Link,
    /// Its version.
    pub edition: Option<String>,
    /// Its standing.
    pub standing: Option<StandingMark>,
    /// How many citations there are in all.
    pub count: usize,
    /// The articles cited, on this page of the list.
    pub articles: Vec<CitedArticle>,
    /// The lists of the other editions.
    pub others: Vec<Link>,
    /// The way through the list.
    pub pager: Pager,
}

/// An article with those that cite it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CitedArticle {
    /// Its anchor, here and in the text; empty for the whole text.
    pub anchor: String,
    /// Its number.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Those that cite it, by group.
    pub groups: Vec<CitedGroup>,
}

/// Those of one kind that cite an article.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CitedGroup {
    /// Cases, institutions and so on.
    pub label: String,
    /// The pages.
    pub rows: Vec<CitedRow>,
}

/// A page that cites an article.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CitedRow {
    /// Its title.
    pub title: String,
    /// The address of the place.
    pub href: String,
    /// The article of the citing page.
    pub place: Option<String>,
    /// The words around the citation.
    pub words: String,
    /// How the edition was told.
    pub why: String,
    /// How often it cites the article.
    pub count: usize,
}

/// Why a page is to be reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewNote {
    /// In words.
    pub words: String,
    /// Where more is said.
    pub href: String,
}

/// An article of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleLink {
    /// Title of the work.
    pub title: String,
    /// The edition.
    pub edition: Option<String>,
    /// The number, where an article is meant.
    pub number: Option<String>,
    /// Its address.
    pub href: String,
}

/// The articles that a conduct of a case breaks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Applied {
    /// The discipline.
    pub discipline: Option<String>,
    /// The behaviour.
    pub behaviour: Option<String>,
    /// The articles that the site holds.
    pub articles: Vec<AppliedArticle>,
    /// Citations of what it does not hold, as they are written.
    pub others: Vec<String>,
}

/// An article in full, in the edition that is applied.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AppliedArticle {
    /// The article.
    pub article: ArticleLink,
    /// The place cited, 款 and 项 with it.
    pub place: String,
    /// Why this edition.
    pub why: Option<String>,
    /// The standing of the edition.
    pub standing: Option<StandingMark>,
    /// Its words.
    pub lines: Vec<AppliedLine>,
    /// Whether it is so long that it is folded.
    pub is_long: bool,
    /// What it is today, where another edition is in force.
    pub today: Option<Today>,
}

/// A line of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppliedLine {
    /// The words.
    pub text: String,
    /// Whether it is the part that is cited, where only a part is.
    pub is_cited: bool,
}

/// What an article is in the edition in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Today {
    /// What became of it.
    pub words: String,
    /// The edition in force.
    pub edition: ArticleLink,
    /// The articles there.
    pub articles: Vec<ArticleLink>,
    /// Where both are compared.
    pub compare: Option<String>,
}

/// That a page was withdrawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Withdrawn {
    /// When.
    pub on: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// What stands in its place.
    pub successor: Option<Link>,
}

/// An edition of a work.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Edition {
    /// Its version.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Its standing.
    pub standing: Option<StandingMark>,
    /// When it was promulgated or issued.
    pub promulgated: Option<String>,
    /// From when it takes effect.
    pub effective: Option<String>,
    /// Whether it is this page.
    pub current: bool,
    /// Where it is compared with this page.
    pub compare: Option<String>,
}

/// Which edition a page is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EditionNote {
    /// Its version.
    pub version: String,
    /// When it was promulgated or issued.
    pub promulgated: Option<String>,
    /// From when it takes effect.
    pub effective: Option<String>,
    /// How many editions there are.
    pub count: usize,
    /// `in-force`, `pending`, `amended`, `ended` or `unknown`.
    pub state: &'static str,
    /// When it ended, where it did.
    pub ended: Option<String>,
    /// The edition in force, where it is another.
    pub in_force: Option<Link>,
    /// The comparison with the edition in force, else with the one before.
    pub compare: Option<Link>,
    /// The address of the work, which always shows the edition in force.
    pub work: Link,
    /// The address of this edition, where the page stands at that of the work.
    pub permanent: Option<String>,
}

/// What happened to a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Event {
    /// When.
    pub date: Option<String>,
    /// What: 公布, 修正.
    pub action: Option<String>,
    /// By whom.
    pub by: Option<String>,
}

/// `compare.html`: two editions side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompareView {
    /// Around it.
    pub frame: Frame,
    /// The work.
    pub work: String,
    /// The earlier edition.
    pub old: Compared,
    /// The later edition.
    pub new: Compared,
    /// How many articles each change befell; changes that none did are left out.
    pub counts: Vec<ChangeCount>,
    /// The articles, those that stayed the same gathered.
    pub rows: Vec<CompareRow>,
    /// Old and new numbers.
    pub numbers: Vec<NumberRow>,
    /// Other comparisons of the work.
    pub others: Vec<Link>,
    /// Whether an editor corrected any of it.
    pub corrected: bool,
}

/// An edition that is compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// Title of its page.
    pub title: String,
    /// Its version.
    pub version: String,
    /// Its address.
    pub href: String,
    /// Its standing.
    pub standing: Option<StandingMark>,
    /// From when it takes effect.
    pub effective: Option<String>,
    /// How many articles it has.
    pub articles: usize,
}

/// How many articles a change befell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangeCount {
    /// `same`, `moved`, `changed`, `split`, `merged`, `new` or `deleted`.
    pub name: &'static str,
    /// The word.
    pub label: String,
    /// How many pairs of articles.
    pub count: usize,
}

/// Articles that belong together, or a run of articles that stayed the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompareRow {
    /// As in [`ChangeCount::name`].
    pub name: &'static str,
    /// The word.
    pub label: String,
    /// Whether an editor's correction brought them together.
    pub corrected: bool,
    /// Whether the number changed too.
    pub renumbered: bool,
    /// The articles of the earlier edition.
    pub old: Vec<CompareSide>,
    /// The articles of the later edition.
    pub new: Vec<CompareSide>,
}

/// An article in a comparison, or the first to last of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompareSide {
    /// Its number: 第一条, or 第一条至第九条.
    pub no: String,
    /// Its address.
    pub href: String,
    /// Its text as HTML, differences marked; none for a run.
    pub html: String,
}

/// A run of old and new numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NumberRow {
    /// Numbers in the earlier edition; none for new articles.
    pub old: Option<String>,
    /// Numbers in the later edition; none for deleted articles.
    pub new: Option<String>,
    /// Whether they differ.
    pub changed: bool,
}

/// A labelled list of values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// The values.
    pub values: Vec<Words>,
}

/// Words that may lead somewhere.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Words {
    /// The words.
    pub text: String,
    /// Where they lead.
    pub href: Option<String>,
    /// The words in pieces where parts of them cite something; else empty.
    pub pieces: Vec<Piece>,
}

impl Words {
    /// Words that lead to `href` as a whole.
    pub fn link(text: String, href: String) -> Self {
        Self { text, href: Some(href), pieces: Vec::new() }
    }
}

/// A part of words that may cite something.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Where they lead.
    pub href: Option<String>,
    /// Which edition it is and why.
    pub title: Option<String>,
    /// The name of the card.
    pub card: Option<String>,
    /// Whether the edition meant is not held.
    pub unsure: bool,
}

impl Piece {
    /// Words that lead nowhere.
    pub fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), href: None, title: None, card: None, unsure: false }
    }
}

/// Records of one field as a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecordTable {
    /// Label of the field.
    pub label: String,
    /// Name of the field, for a class.
    pub name: String,
    /// Labels of the columns that are filled anywhere.
    pub heads: Vec<String>,
    /// The rows: as many cells as heads, each a list of words.
    pub rows: Vec<Vec<Vec<Words>>>,
}

/// A heading of the body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutlineItem {
    /// 2 to 6.
    pub level: u8,
    /// Its words.
    pub title: String,
    /// Its fragment with `#`.
    pub href: String,
}

/// A file to take along.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Attachment {
    /// Its name.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Its ending in capitals.
    pub ending: String,
    /// Its size in words, such as `12 KB`.
    pub size: String,
}

/// Where a page comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Source {
    /// Name.
    pub name: Option<String>,
    /// Whole address.
    pub url: Option<String>,
    /// Document number.
    pub doc_no: Option<String>,
}

/// Who answers for a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Review {
    /// By which post.
    pub by: Option<String>,
    /// When.
    pub on: Option<String>,
    /// On what basis.
    pub basis: Option<String>,
    /// When it is due again.
    pub due: Option<String>,
}

/// `recent.html`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecentView {
    /// Around it.
    pub frame: Frame,
    /// The pages changed last, by month.
    pub months: Vec<Month>,
}

/// The pages of a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Month {
    /// The month, `2024-05`.
    pub title: String,
    /// Its pages, latest first.
    pub entries: Vec<Entry>,
}

/// `pinyin.html`: one initial of the index.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PinyinView {
    /// Around it.
    pub frame: Frame,
    /// All initials that occur.
    pub letters: Vec<Letter>,
    /// The initial shown.
    pub letter: String,
    /// The pages of this page of its list.
    pub entries: Vec<Entry>,
    /// The way through the list.
    pub pager: Pager,
}

/// An initial of the index.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Letter {
    /// `A` to `Z`, or `#`.
    pub title: String,
    /// Its address.
    pub href: String,
    /// How many pages begin with it.
    pub count: usize,
    /// Whether it is shown.
    pub current: bool,
}

/// `glossary.html`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GlossaryView {
    /// Around it.
    pub frame: Frame,
    /// The terms by initial.
    pub groups: Vec<GlossaryGroup>,
}

/// The terms of an initial.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GlossaryGroup {
    /// `A` to `Z`, or `#`.
    pub title: String,
    /// Its terms.
    pub entries: Vec<Entry>,
}

/// `book.html`: a booklet put together from pages that the reader chose.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BookView {
    /// Around it.
    pub frame: Frame,
    /// Address of its script.
    pub script: String,
}

/// `search.html`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchView {
    /// Around it.
    pub frame: Frame,
}

/// `404.html`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NotFoundView {
    /// Around it; its root is the site's whole path.
    pub frame: Frame,
    /// Where to go on.
    pub sections: Vec<Link>,
}

/// `redirect.html`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RedirectView {
    /// Around it.
    pub frame: Frame,
    /// Where the page is now.
    pub target: Link,
}

/// `record.html`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecordView {
    /// What is around it.
    pub frame: Frame,
    /// The narrowest release scope of the site.
    pub scope: String,
    /// The day as of which it was published.
    pub as_of: Option<String>,
    /// Digest of all that it holds.
    pub digest: Option<String>,
    /// Digest of the publication before.
    pub since: Option<String>,
    /// Whether nothing was published before.
    pub is_first: bool,
    /// How many pages there are.
    pub pages: usize,
    /// How many files beside them.
    pub files: usize,
    /// Pages that were not there, the first of them.
    pub added: Vec<Link>,
    /// How many.
    pub added_count: usize,
    /// Pages that changed, the first of them.
    pub changed: Vec<Link>,
    /// How many.
    pub changed_count: usize,
    /// Keys of pages that are gone.
    pub removed: Vec<String>,
    /// Reviews by post.
    pub reviews: Vec<ReviewRow>,
    /// How many pages no review is written in.
    pub unreviewed: usize,
    /// Rules that ran: name, severity, what they found.
    pub rules: Vec<[String; 3]>,
    /// Exceptions: rule, place, reason.
    pub exceptions: Vec<[String; 3]>,
    /// The whole record.
    pub json: Words,
}

/// How much a post reviewed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewRow {
    /// The post.
    pub by: String,
    /// How many pages.
    pub count: usize,
    /// The day of the last review.
    pub last: Option<String>,
}
