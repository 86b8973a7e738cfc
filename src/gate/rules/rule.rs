//! The rules by name: label, message, and what a finding does unless the site says otherwise.

use crate::base::message::{self, Message, Severity};
use crate::config::gate::Weight;

/// A rule of the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// 绝密 机密 秘密 with a star, or a 份号 / 密级 / 紧急程度 block at the top.
    SecrecyMark,
    /// 内部资料, 不得外传, 注意保存.
    InternalMark,
    /// A citizen's ID number (GB 11643).
    IdNumber,
    /// A bank card number.
    BankCard,
    /// A unified social credit code (GB 32100).
    CreditCode,
    /// A mobile number.
    Phone,
    /// A landline number.
    Landline,
    /// A number plate.
    Plate,
    /// A passport or travel permit.
    Passport,
    /// An e-mail address.
    Email,
    /// An address down to the door.
    Address,
    /// An informant or witness beside a name, an alias or a contact.
    Informant,
    /// A name that is not masked, in a case.
    Name,
    /// What undoes the masking of a case.
    Reidentification,
    /// Masks of several styles, or three and more in a row.
    MaskStyle,
    /// One person under several pseudonyms.
    Pseudonym,
    /// Author, last editor, company of a file.
    Author,
    /// Tracked changes.
    Revision,
    /// Comments in a file.
    Comment,
    /// Hidden sheets, rows, columns, slides, text.
    Hidden,
    /// The place where a photograph was taken.
    Position,
    /// What could not be read.
    Unreadable,
    /// What pasting left behind.
    PasteJunk,
    /// A rule of the site's own, by its place in `site.toml`.
    Own(usize),
}

impl Rule {
    /// Every rule that comes with the program, with its name and label.
    pub const ALL: [(Rule, &'static str, &'static str); 23] = [
        (Rule::SecrecyMark, "secrecy_mark", "密级标志"),
        (Rule::InternalMark, "internal_mark", "内部标志"),
        (Rule::IdNumber, "id_number", "身份证号码"),
        (Rule::Phone, "phone", "手机号码"),
        (Rule::BankCard, "bank_card", "银行卡号"),
        (Rule::Plate, "plate", "车牌号"),
        (Rule::Passport, "passport", "护照号码"),
        (Rule::Landline, "landline", "固定电话"),
        (Rule::Email, "email", "电子邮箱"),
        (Rule::Address, "address", "住址"),
        (Rule::CreditCode, "credit_code", "统一社会信用代码"),
        (Rule::Informant, "informant", "举报人信息"),
        (Rule::Name, "name", "真实姓名"),
        (Rule::Reidentification, "reidentification", "可识别信息"),
        (Rule::MaskStyle, "mask_style", "遮盖写法"),
        (Rule::Pseudonym, "pseudonym", "化名不一致"),
        (Rule::Author, "author", "附件作者"),
        (Rule::Revision, "revision", "修订痕迹"),
        (Rule::Comment, "comment", "附件批注"),
        (Rule::Hidden, "hidden", "隐藏内容"),
        (Rule::Position, "position", "拍摄位置"),
        (Rule::Unreadable, "unreadable", "无法检查"),
        (Rule::PasteJunk, "paste_junk", "粘贴杂质"),
    ];

    /// The rule of this name or label.
    pub fn named(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, known, label)| *known == name || *label == name);
        found.map(|(rule, _, _)| *rule)
    }

    /// Its name, as `site.toml` has it; of a rule of the site's own nothing.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(rule, _, _)| *rule == self).map_or("", |(_, name, _)| name)
    }

    /// Its message.
    pub fn message(self) -> &'static Message {
        match self {
            Self::SecrecyMark => &message::SECRECY_MARK,
            Self::InternalMark => &message::INTERNAL_MARK,
            Self::IdNumber => &message::ID_NUMBER,
            Self::Phone => &message::PHONE,
            Self::BankCard => &message::BANK_CARD,
            Self::Plate => &message::PLATE,
            Self::Passport => &message::PASSPORT,
            Self::Landline => &message::LANDLINE,
            Self::Email => &message::EMAIL,
            Self::Address => &message::ADDRESS,
            Self::CreditCode => &message::CREDIT_CODE,
            Self::Informant => &message::INFORMANT,
            Self::Name => &message::PERSON_NAME,
            Self::Reidentification => &message::REIDENTIFICATION,
            Self::MaskStyle => &message::MASK_STYLE,
            Self::Pseudonym => &message::PSEUDONYM,
            Self::Author => &message::FILE_AUTHOR,
            Self::Revision => &message::FILE_REVISION,
            Self::Comment => &message::FILE_COMMENT,
            Self::Hidden => &message::FILE_HIDDEN,
            Self::Position => &message::FILE_POSITION,
            Self::Unreadable => &message::FILE_UNREADABLE,
            Self::PasteJunk => &message::PASTE_JUNK,
            Self::Own(_) => &message::OWN_RULE,
        }
    }

    /// What a finding does unless the site says otherwise.
    pub fn weight(self) -> Weight {
        match self.message().severity {
            Severity::Error => Weight::Block,
            Severity::Warning => Weight::Warn,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::registry::site_fields;

    #[test]
    fn the_rules_are_those_that_a_site_can_weigh() {
        let fields = site_fields();
        let gate = fields.iter().find(|field| field.name == "gate").unwrap();
        let rules = gate.fields.iter().find(|field| field.name == "rules").unwrap();
        let known: Vec<(&str, &str)> =
            rules.fields.iter().map(|field| (field.name.as_str(), field.label.as_str())).collect();
        assert_eq!(known, Rule::ALL.map(|(_, name, label)| (name, label)));
        for (rule, name, label) in Rule::ALL {
            assert_eq!((Rule::named(name), Rule::named(label)), (Some(rule), Some(rule)));
        }
    }
}
