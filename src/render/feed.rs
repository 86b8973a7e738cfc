//! The Atom feed (RFC 4287), the sitemap, and the description of the search for browsers.

use atom_syndication::{Entry, Feed, FixedDateTime, Link, Person, Text};

use crate::base::date::PartialDate;
use crate::base::digest::Digest;
use crate::base::path::Route;
use crate::model::site::Site;
use crate::render::frame::FEED;
use crate::render::lists::recent;

/// The feed of recent changes. Addresses are whole where the site has a base URL, else relative;
/// ids hang on the site's title and the page's address in it, so they survive a move of the site.
pub fn feed(site: &Site) -> Vec<u8> {
    let base = site.config.base_url.as_deref().unwrap_or_default();
    let pages = recent(site);
    let entries: Vec<Entry> = pages
        .iter()
        .map(|index| {
            let page = &site.pages[*index];
            let mut entry = Entry::default();
            entry.set_id(identity(site, page.route.as_str()));
            entry.set_title(Text::plain(xml_text(&page.title)));
            entry.set_updated(moment(page.updated));
            entry.set_links(vec![Link { href: format!("{base}{}", page.route), ..Link::default() }]);
            entry.set_summary(page.document.fields.text("summary").map(|text| Text::plain(xml_text(text))));
            entry
        })
        .collect();
    let mut feed = Feed::default();
    feed.set_id(identity(site, ""));
    feed.set_title(Text::plain(xml_text(&site.config.title)));
    feed.set_updated(moment(pages.first().and_then(|index| site.pages[*index].updated)));
    feed.set_links(vec![Link { href: format!("{base}{FEED}"), rel: "self".to_owned(), ..Link::default() }]);
    let name = site.config.organisation.clone().unwrap_or_else(|| site.config.title.clone());
    feed.set_authors(vec![Person { name: xml_text(&name), ..Person::default() }]);
    feed.set_entries(entries);
    feed.to_string().into_bytes()
}

/// `text` without the characters that XML 1.0 does not allow.
fn xml_text(text: &str) -> String {
    let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    text.chars().filter(allowed).collect()
}

/// A stable id: a UUID-shaped name made from a digest (RFC 9562, version 8).
fn identity(site: &Site, route: &str) -> String {
    let hex = Digest::of("feed-id/1", &[site.config.title.as_bytes(), route.as_bytes()]).short(32);
    format!("urn:uuid:{}-{}-8{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
}

/// Midnight of the day in China; the epoch where no date is known.
fn moment(date: Option<PartialDate>) -> FixedDateTime {
    let day = date.map_or_else(|| "1970-01-01".to_owned(), |date| date.earliest().to_string());
    format!("{day}T00:00:00+08:00").parse().expect("a day at midnight is a moment")
}

/// The sitemap, where the site has a base URL.
pub fn sitemap(site: &Site, routes: &[Route]) -> Option<Vec<u8>> {
    let base = site.config.base_url.as_deref()?;
    let dates: std::collections::BTreeMap<&Route, PartialDate> =
        site.listed().filter_map(|(_, page)| Some((&page.route, page.updated?))).collect();
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for route in routes {
        xml.push_str("<url><loc>");
        crate::markup::html::escape(&mut xml, &xml_text(&format!("{base}{route}")));
        xml.push_str("</loc>");
        if let Some(date) = dates.get(route) {
            xml.push_str(&format!("<lastmod>{date}</lastmod>"));
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    Some(xml.into_bytes())
}

/// OpenSearch 1.1 for a site whose whole address is `base`, so that a browser's bar can ask it.
pub fn open_search(title: &str, base: &str) -> String {
    let mut name = String::new();
    // OpenSearch allows a short name of at most 16 characters.
    crate::markup::html::escape(&mut name, &xml_text(title).chars().take(16).collect::<String>());
    let mut template = String::new();
    crate::markup::html::escape(&mut template, base);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{name}</ShortName>\n<Description>{name}</Description>\n<InputEncoding>UTF-8</InputEncoding>\n\
         <Url type=\"text/html\" template=\"{template}search.html?q={{searchTerms}}\"/>\n</OpenSearchDescription>\n"
    )
}
