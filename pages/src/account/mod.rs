//! `/account`: one's own profile, password, language, theme and open sessions; `/account/second-step`.

mod api;
mod codes;
pub mod device;
mod forms;
mod second_step;
pub mod session_line;
mod sessions;
pub mod sign_ins;

pub use second_step::own as second_step;

use self::session_line::SessionLine;
use crate::{ApiResult, backend, page::Asked};
use i18n::{account as text, user};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Card, Glyph, Icon, PageHeader};

/// The page of one's own account.
pub async fn own(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let (account, step, sessions, signed_in) = backend::call(|s, by| async move {
        let account = s.users().me(&by).await?;
        let step = s.sessions().second_step(&by).await?;
        let now = s.now();
        let line = |session| SessionLine::new(session, now);
        let sessions: Vec<_> = s.sessions().list(&by).await?.into_iter().map(line).collect();
        Ok((account, step, sessions, s.users().my_sign_ins(&by).await?))
    })
    .await?;
    let replay = asked.replay().await;
    let replay = replay.as_ref();
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale) />
        <div class="page-body">
            <div class="page-narrow stack">
                {forms::profile(locale, &account, replay)} {forms::preferences(locale)}
                {forms::password(locale, &account, replay)} {second_step::card(locale, &step.state)}
                {sessions::card(locale, sessions, replay)}
                <Card title=user::sign_ins(locale)>{sign_ins::rows(locale, &signed_in)}</Card>
            </div>
        </div>
    }
    .into_any())
}

/// A button that copies a text; shown where scripts may.
fn copy_button(label: &'static str, text: String) -> AnyView {
    view! {
        <button type="button" class="btn" data-copy=text hidden>
            <Glyph icon=Icon::Copy />
            {label}
        </button>
    }
    .into_any()
}
