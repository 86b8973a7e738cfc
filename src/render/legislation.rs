//! A regulation or an institution for programs: schema.org `Legislation` as JSON-LD.

use serde_json::{Map, Value, json};

use crate::config::registry::Behaviour;
use crate::model::force::Standing;
use crate::model::site::{PageIndex, Site};

/// The JSON-LD of a page that is an edition of a work; `</` is escaped, so that it can stand inside a
/// script element.
pub fn json_ld(site: &Site, index: PageIndex) -> Option<String> {
    let page = &site.pages[index];
    let content_type = site.config.content_type(&page.document.content_type);
    let (name, work) = site.editions.of_page(index)?;
    if !content_type.has(Behaviour::Articles) {
        return None;
    }
    let fields = &page.document.fields;
    let date = |name: &str| fields.date(name).map(|date| date.to_string());
    let text = |name: &str| fields.text(name).map(str::to_owned);
    let mut data = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            data.insert(key.to_owned(), value);
        }
    };
    put("@context", Some("https://schema.org".into()));
    put("@type", Some("Legislation".into()));
    put("name", Some(page.title.clone().into()));
    put("legislationIdentifier", text("doc_no").map(Value::from));
    put("legislationType", text("level").or_else(|| text("genre")).map(Value::from));
    let made = date("promulgated").or_else(|| date("issued"));
    put(
        "legislationDateVersion",
        date("version").filter(|version| made.as_ref() != Some(version)).map(Value::from),
    );
    put("legislationDate", made.map(Value::from));
    let applies = page.document.effective().map(|date| date.to_string());
    put("legislationDateOfApplicability", applies.map(Value::from));
    put("legislationLegalForce", page.standing.and_then(force).map(Value::from));
    let passed = fields.texts("issuer");
    put(
        "legislationPassedBy",
        (!passed.is_empty())
            .then(|| passed.iter().map(|name| json!({"@type": "Organization", "name": name})).collect()),
    );
    let url =
        |route: &dyn std::fmt::Display| site.config.base_url.as_ref().map(|base| format!("{base}{route}"));
    put("url", url(&page.route).map(Value::from));
    let mut of = json!({"@type": "Legislation", "name": name});
    if let Some(url) = url(&work.route) {
        of["url"] = url.into();
    }
    // Without an address it would only say the name again.
    put("exampleOfWork", Some(of).filter(|of| of.get("url").is_some()));
    Some(Value::Object(data).to_string().replace("</", "<\\/"))
}

fn force(standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::Unknown => None,
        standing if standing.is_in_force() => Some("https://schema.org/InForce"),
        _ => Some("https://schema.org/NotInForce"),
    }
}
