//! The standing of a text: whether it binds on the day of the build, and why not.

use std::fmt;

use crate::law::edition;

/// The standing of a regulation or an institution on the day of the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// 拟制定: drafted, not issued.
    Planned,
    /// 尚未施行
    Pending,
    /// 现行有效
    InForce,
    /// 试行
    Trial,
    /// 已修改 by a document of its own: in force, with the changes of that document.
    Revised,
    /// 待复审: in force, but what it rests on changed, or its review is overdue.
    ReviewDue,
    /// 已修改: a later edition has taken its place.
    Amended,
    /// 已废止
    Repealed,
    /// 失效
    Lapsed,
    /// 期满失效: its own term ran out.
    Expired,
    /// No date tells.
    Unknown,
}

impl From<edition::Standing> for Standing {
    fn from(standing: edition::Standing) -> Self {
        match standing {
            edition::Standing::Pending => Self::Pending,
            edition::Standing::InForce => Self::InForce,
            edition::Standing::Amended => Self::Amended,
            edition::Standing::Repealed => Self::Repealed,
            edition::Standing::Lapsed => Self::Lapsed,
            edition::Standing::Unknown => Self::Unknown,
        }
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Planned => "拟制定",
            Self::Pending => "尚未施行",
            Self::InForce => "现行有效",
            Self::Trial => "试行",
            Self::Revised | Self::Amended => "已修改",
            Self::ReviewDue => "待复审",
            Self::Repealed => "已废止",
            Self::Lapsed => "失效",
            Self::Expired => "期满失效",
            Self::Unknown => "时效不详",
        })
    }
}

impl Standing {
    /// Whether it binds today.
    pub fn is_in_force(self) -> bool {
        matches!(self, Self::InForce | Self::Trial | Self::Revised | Self::ReviewDue)
    }

    /// Whether another edition, or nothing, has taken its place.
    pub fn is_past(self) -> bool {
        matches!(self, Self::Amended | Self::Repealed | Self::Lapsed | Self::Expired)
    }
}

/// Whether another edition, or nothing, has taken the place of a page of this standing.
pub fn is_past(standing: Option<Standing>) -> bool {
    standing.is_some_and(Standing::is_past)
}
