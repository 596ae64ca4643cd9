//! A campaign: one action over all machines of a type, or over a list of them, until a day. Each machine gets an intervention
//! that knows its campaign; what has become of them is read from those interventions, never written down.

mod draft;
mod progress;
mod query;
mod scope;
mod view;

pub use draft::{AddDraft, CampaignDraft, CampaignEnd, CancelDraft, CloseDraft, Named, NewCampaign};
pub use progress::{Facts, Progress, Standing, Tally, progress, standing};
pub use query::{CampaignQuery, MachineQuery};
pub use scope::{Candidate, MOST_MACHINES, Scope, joining};
pub use view::{
    CampaignMachine, CampaignPreview, CampaignRef, CampaignRow, CampaignView, CampaignWork, Excluded,
    SiteProgress,
};

use crate::text_enum;

text_enum! {
    /// Where a campaign stands.
    pub enum CampaignStatus {
        Open = "open",
        Closed = "closed",
        Cancelled = "cancelled",
    }
}

text_enum! {
    /// What has become of one machine of a campaign.
    pub enum MachineState {
        Done = "done",
        /// Still to be done, in time.
        Open = "open",
        /// Still to be done, after its deadline.
        Late = "late",
        /// Out of service for good, or its intervention was called off.
        Excluded = "excluded",
    }
}

text_enum! {
    /// Why a machine of a campaign is not counted.
    pub enum Exclusion {
        /// It was taken out of service for good before the work was done.
        Retired = "retired",
        /// Its intervention was called off.
        CalledOff = "called_off",
    }
}
