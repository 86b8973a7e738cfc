//! JSON Schema (draft 2020-12) of front matter and of `site.toml`, so that an editor program
//! completes and checks what is typed.

use serde_json::{Map, Value, json};

use crate::config::field::{FieldDef, Kind};
use crate::config::registry::{ContentType, Registry, Vocabularies, site_fields};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The pattern of a full or partial date.
const DATE: &str = "^[0-9]{4}(-[0-9]{1,2}(-[0-9]{1,2})?)?$";

/// The schema of the front matter of any page: one of the types under `$defs`.
pub fn front_matter(registry: &Registry) -> Value {
    let types: Map<String, Value> = registry
        .types
        .values()
        .map(|content_type| (content_type.name.clone(), of_type(content_type, &registry.vocabularies)))
        .collect();
    let choices: Vec<Value> = types.keys().map(|name| json!({ "$ref": format!("#/$defs/{name}") })).collect();
    json!({
        "$schema": DIALECT,
        "title": "zhiku front matter",
        "anyOf": choices,
        "$defs": types,
    })
}

/// The schema of one type's front matter.
pub fn of_type(content_type: &ContentType, vocabularies: &Vocabularies) -> Value {
    let mut schema = object(&content_type.fields, vocabularies);
    schema["title"] = json!(content_type.label);
    let groups: Vec<Value> = content_type
        .require_one_of
        .iter()
        .map(|group| {
            let each: Vec<Value> = group
                .iter()
                .flat_map(|name| keys_of(&content_type.fields, name))
                .map(|key| json!({ "required": [key] }))
                .collect();
            json!({ "anyOf": each })
        })
        .collect();
    append_all_of(&mut schema, groups);
    schema
}

/// The schema of `site.toml`.
pub fn site(registry: &Registry) -> Value {
    let mut schema = object(&site_fields(), &registry.vocabularies);
    let types: Vec<&String> = registry.types.keys().collect();
    schema["$schema"] = json!(DIALECT);
    schema["title"] = json!("zhiku site.toml");
    schema["properties"]["sections"]["additionalProperties"]["properties"]["type"]["examples"] = json!(types);
    schema
}

fn object(defs: &[FieldDef], vocabularies: &Vocabularies) -> Value {
    let mut properties = Map::new();
    for def in defs {
        let schema = of_field(def, vocabularies);
        properties.insert(def.name.clone(), schema.clone());
        if def.label != def.name {
            properties.entry(def.label.clone()).or_insert(schema);
        }
    }
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    let required = defs
        .iter()
        .filter(|def| def.required)
        .map(|def| json!({ "anyOf": [{ "required": [def.name] }, { "required": [def.label] }] }))
        .collect();
    append_all_of(&mut schema, required);
    schema
}

fn append_all_of(schema: &mut Value, more: Vec<Value>) {
    if more.is_empty() {
        return;
    }
    let mut all = schema.get("allOf").and_then(Value::as_array).cloned().unwrap_or_default();
    all.extend(more);
    schema["allOf"] = Value::Array(all);
}

/// The keys that may stand for the field `name`: the name and its label.
fn keys_of(defs: &[FieldDef], name: &str) -> Vec<String> {
    let label = defs.iter().find(|def| def.name == name).map(|def| def.label.clone());
    std::iter::once(name.to_owned()).chain(label).collect()
}

fn of_field(def: &FieldDef, vocabularies: &Vocabularies) -> Value {
    let mut single = match def.kind {
        Kind::Text | Kind::Page | Kind::Citation | Kind::Path => json!({ "type": ["string", "integer"] }),
        Kind::Date => json!({ "type": ["string", "integer"], "pattern": DATE }),
        Kind::Bool => json!({ "enum": [true, false, "是", "否"] }),
        Kind::Integer => json!({ "type": "integer" }),
        Kind::Record => object(&def.fields, vocabularies),
        Kind::Table => json!({ "type": "object", "additionalProperties": object(&def.fields, vocabularies) }),
        Kind::Any => json!({}),
    };
    if let Some(values) = def.vocabulary.as_ref().and_then(|name| vocabularies.get(name)) {
        single = json!({ "enum": values });
    }
    let mut schema = match def.list {
        true => json!({ "anyOf": [{ "type": "array", "items": single }, single] }),
        false => single,
    };
    schema["description"] = json!(def.label);
    schema
}
