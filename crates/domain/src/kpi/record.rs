use crate::Timestamp;
use serde::{Deserialize, Serialize};
/// End
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// It ended then.
    At(Timestamp),
    /// It has not ended.
    Open,
    /// It has ended, nobody knows when: imported history.
    Unknown,
}
