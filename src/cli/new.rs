//! `zhiku new`: a new page with the fields that its type needs.

use camino::Utf8PathBuf;

use crate::base::diagnostic::{Diagnostic, Lang};
use crate::base::nearest::nearest;
use crate::base::span::Place;
use crate::base::{disk, message};
use crate::cli::Exit;
use crate::cli::args::{Common, New};
use crate::cli::report::Reporter;
use crate::config::field::{FieldDef, Kind};
use crate::config::registry::{ContentType, Vocabularies};
use crate::config::site::SiteConfig;
use crate::source::decode::decode;

/// Writes the page as a draft and says where it is.
pub fn run(args: &New, common: &Common, reporter: &Reporter) -> Exit {
    match create(args, common) {
        Ok(path) => {
            reporter.say(&match reporter.lang {
                Lang::Zh => format!("已新建 {path}\n写好后删去 draft: true 一行即可发布"),
                Lang::En => format!("created {path}\nremove the line draft: true to publish it"),
            });
            Exit::Done
        }
        Err((found, exit)) => {
            reporter.stop(&found);
            exit
        }
    }
}

type Refused = (Vec<Diagnostic>, Exit);

fn create(args: &New, common: &Common) -> Result<Utf8PathBuf, Refused> {
    let environment = |found: Diagnostic| (vec![found], Exit::Environment);
    let bytes = disk::read_optional(&common.root.join("site.toml"))
        .map_err(|error| environment(error.diagnostic()))?;
    let Some(bytes) = bytes else {
        return Err(environment(Diagnostic::new(&message::NO_SITE).with("path", &common.root)));
    };
    let text = decode(bytes).map_err(|found| (vec![found.at(Place::file("site.toml"))], Exit::Content))?;
    let (config, found) = SiteConfig::read("site.toml", &text);
    if !found.is_empty() {
        return Err((found, Exit::Content));
    }
    let request = common.request();
    let content_type = known_type(&config, &args.content_type).map_err(|found| (vec![found], Exit::Usage))?;
    let section = config.sections.iter().find(|section| section.content_type == content_type.name);
    let Some(section) = section else {
        let found = Diagnostic::new(&message::NO_SECTION_FOR_TYPE).with("type", &content_type.label);
        return Err((vec![found], Exit::Usage));
    };
    let path = request.content.join(&section.name).join(format!("{}.md", file_name(&args.title)));
    if disk::kind(&path).map_err(|error| environment(error.diagnostic()))?.is_some() {
        return Err(environment(Diagnostic::new(&message::FILE_EXISTS).with("path", &path)));
    }
    let page = skeleton(&args.title, content_type, &config.registry.vocabularies, request.as_of);
    let folder = path.parent().unwrap_or(&request.content);
    disk::create_folder(folder).map_err(|error| environment(error.diagnostic()))?;
    disk::write_new(&path, page.as_bytes()).map_err(|error| environment(error.diagnostic()))?;
    Ok(path)
}

fn known_type<'a>(config: &'a SiteConfig, name: &str) -> Result<&'a ContentType, Diagnostic> {
    let types = &config.registry.types;
    let by_label = || types.values().find(|known| known.label == name);
    types.get(name).or_else(by_label).ok_or_else(|| {
        let known: Vec<&str> = types.keys().map(String::as_str).collect();
        let names = types.values().flat_map(|known| [known.name.as_str(), known.label.as_str()]);
        Diagnostic::new(&message::UNKNOWN_TYPE)
            .with("type", name)
            .with("known", known.join(", "))
            .nearest(nearest(name, names))
    })
}

/// A title as the name of a file on any system.
fn file_name(title: &str) -> String {
    let name: String = title
        .chars()
        .map(|c| match c {
            '/' | '\\' => '／',
            ':' => '：',
            '*' => '＊',
            '?' => '？',
            '"' => '”',
            '<' => '〈',
            '>' => '〉',
            '|' => '｜',
            c if c.is_control() => ' ',
            c => c,
        })
        .take(60)
        .collect();
    // Names that begin so are taken for what editors leave behind.
    let name = name.trim().trim_matches(['.', '~', '$', '#']).trim();
    if name.is_empty() { "新页面".to_owned() } else { name.to_owned() }
}

/// A page with the required fields, and the most telling others to be filled in.
fn skeleton(
    title: &str,
    content_type: &ContentType,
    vocabularies: &Vocabularies,
    today: jiff::civil::Date,
) -> String {
    let mut page = format!("---\ntitle: {}\ndraft: true\ndate: {today}\n", quoted(title));
    let needed: Vec<&str> =
        content_type.require_one_of.iter().filter_map(|group| group.first()).map(String::as_str).collect();
    for def in &content_type.fields {
        let is_needed = def.required || needed.contains(&def.name.as_str());
        if is_needed && def.name != "title" {
            page.push_str(&line(def, title, vocabularies));
        }
    }
    page.push_str(
        "# summary: 一两句话的摘要，列表和检索里会显示\n# tags: [标签一, 标签二]\n---\n\n在这里写正文。\n",
    );
    page
}

fn line(def: &FieldDef, title: &str, vocabularies: &Vocabularies) -> String {
    let values = def.vocabulary.as_ref().and_then(|name| vocabularies.get(name));
    let value = match (def.kind, values) {
        // What may be disclosed is for a person to say: the most cautious value stands last.
        (_, Some(values)) if def.name == "disclosure" => values.last().cloned().unwrap_or_default(),
        (_, Some(values)) => values.first().cloned().unwrap_or_default(),
        (Kind::Bool, None) => "false".to_owned(),
        _ if def.name == "work" => quoted(title),
        _ => format!("（请填写{}）", def.label),
    };
    let choices = values.map_or_else(String::new, |values| format!("，可选：{}", values.join("、")));
    format!("{}: {value}  # {}{choices}\n", def.name, def.label)
}

/// A text as a YAML scalar that means itself.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
