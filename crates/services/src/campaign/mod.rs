//! Use cases of campaigns: one action over many machines. Whoever sees only their own interventions sees no campaign.

mod end;
mod machines;
mod read;
mod scope;
mod write;

pub(crate) use read::{of_campaign, with_campaign};

use crate::Services;

/// Campaigns: look what one would do, start, add what is new, close, cancel; list and read.
pub struct CampaignService<'a>(pub(crate) &'a Services);
