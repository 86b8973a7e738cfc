//! What a template sees: one value per page, complete, in words and addresses.
//!
//! Every address is relative to the page that carries it and can be written as it stands. A
//! template can ask the site for nothing, so the inputs of a page are its view and the templates.

pub mod cited;
pub mod compare;
pub mod edition;
pub mod frame;
pub mod home;
pub mod list;
pub mod page;
pub mod record;
pub mod single;

pub use crate::render::view::cited::{CitedArticle, CitedGroup, CitedRow, CitedView};
pub use crate::render::view::compare::{
    ChangeCount, CompareRow, CompareSide, CompareView, Compared, NumberRow,
};
pub use crate::render::view::edition::{
    Applied, AppliedArticle, AppliedLine, ArticleLink, CitedAs, Edition, EditionNote, Event, Today,
};
pub use crate::render::view::frame::{Frame, Link, NavItem, Piece, StandingMark, Words};
pub use crate::render::view::home::{ComingRow, HomeView, SectionCard};
pub use crate::render::view::list::{
    Cell, Column, Entry, Facet, FacetValue, FacetView, FacetsView, GlossaryGroup, GlossaryView, Letter,
    ListRow, Month, PageNumber, Pager, PinyinView, RecentView, Register, SectionView,
};
pub use crate::render::view::page::{
    Attachment, BehindRow, ChainRow, Fact, OutlineItem, PageView, RecordTable, Review, ReviewNote, Series,
    Source, Withdrawn,
};
pub use crate::render::view::record::{RecordView, ReviewRow};
pub use crate::render::view::single::{BookView, NotFoundView, RedirectView, SearchView};
