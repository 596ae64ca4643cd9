//! Server functions of campaigns.

use crate::{ApiError, backend};
use domain::{
    CampaignId, Error, FieldErrors,
    campaign::{AddDraft, CampaignDraft, CancelDraft, CloseDraft},
};
use leptos::prelude::*;

/// What the button sends that only looks.
pub(super) const LOOK: &str = "look";

/// Starts a campaign. The button that only looks makes nothing: the form comes back, with the machines that it is about.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Refusal::CampaignEmpty`], [`domain::Refusal::CampaignChanged`].
#[server(prefix = "/rpc", endpoint = "campaign/start", output = crate::Json)]
pub async fn start_campaign(draft: CampaignDraft, #[server(default)] press: String) -> Result<(), ApiError> {
    let looks = press == LOOK;
    let made = backend::call(|s, by| async move {
        if looks {
            s.campaigns().preview(&by, &draft).await?;
            return Err(Error::Invalid(FieldErrors::default()));
        }
        s.campaigns().create(&by, &draft).await
    })
    .await?;
    backend::redirect(&format!("/campaigns/{}?done=saved", made.row.id));
    Ok(())
}

/// Adds what is new, and machines that are named.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Refusal::CampaignEnded`].
#[server(prefix = "/rpc", endpoint = "campaign/add", output = crate::Json)]
pub async fn add_machines(id: CampaignId, #[server(default)] draft: AddDraft) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.campaigns().add(&by, id, &draft).await }).await?;
    backend::redirect(&format!("/campaigns/{id}?done=saved"));
    Ok(())
}

/// Closes a campaign.
///
/// # Errors
/// [`domain::Error::Stale`], [`domain::Refusal::CampaignEnded`].
#[server(prefix = "/rpc", endpoint = "campaign/close", output = crate::Json)]
pub async fn close_campaign(id: CampaignId, #[server(default)] draft: CloseDraft) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.campaigns().close(&by, id, &draft).await }).await?;
    backend::redirect(&format!("/campaigns/{id}?done=saved"));
    Ok(())
}

/// Cancels a campaign.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`], [`domain::Refusal::CampaignEnded`].
#[server(prefix = "/rpc", endpoint = "campaign/cancel", output = crate::Json)]
pub async fn cancel_campaign(id: CampaignId, draft: CancelDraft) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.campaigns().cancel(&by, id, &draft).await }).await?;
    backend::redirect(&format!("/campaigns/{id}?done=saved"));
    Ok(())
}
