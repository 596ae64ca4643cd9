//! `/team/absences`: what waits for a decision, and who is away in the coming four weeks.

use super::absences::{Reader, is_drawn, table};
use crate::{
    ApiResult, backend,
    page::Asked,
    session::{may, use_viewer},
    shared::form::refused,
};
use domain::{Permission, team::TeamQuery};
use i18n::{shell, team as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Card, Icon, LinkButton, LinkItem, PageHeader};

/// The page.
pub async fn page(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let (waiting, coming) = backend::call(|s, by| async move { s.team().absences_ahead(&by).await }).await?;
    let replay = asked.replay().await;
    let reader = Reader {
        locale,
        me: use_viewer().map(|viewer| viewer.id),
        decides: may(Permission::TeamWrite),
        replay: replay.as_ref(),
    };
    // A refusal without its form on the page: decided by somebody else meanwhile, or withdrawn.
    let lost = replay.as_ref().filter(|r| r.path.starts_with("/rpc/team/") && !is_drawn(r, &waiting));
    let lost = lost.map(|replay| refused(locale, &replay.error, &|_: &str| text::reason(locale).to_owned()));
    let waiting = match waiting.is_empty() {
        true => view! { <p class="p-4 text-ink-2">{text::to_decide_none(locale)}</p> }.into_any(),
        false => table(&reader, text::to_decide(locale), &waiting, true),
    };
    let coming = match coming.is_empty() {
        true => view! { <p class="p-4 text-ink-2">{text::coming_none(locale)}</p> }.into_any(),
        false => table(&reader, text::coming(locale), &coming, true),
    };
    let own = super::own_page().filter(|_| may(Permission::AbsencePropose));
    let own = own.map(|href| {
        view! { <LinkButton href=href label=text::my_page(locale) icon=Icon::User /> }
    });
    let crumbs = vec![LinkItem::new(TeamQuery::PATH, text::title(locale))];
    Ok(view! {
        <Title text=text::absences(locale) />
        <PageHeader
            title=text::absences(locale)
            crumbs=crumbs
            crumbs_label=shell::navigation(locale)
        >
            {own}
        </PageHeader>
        <div class="page-body" data-watch="absence">
            <div class="stack">
                {lost} <Card title=text::to_decide(locale) flush=true>
                    {waiting}
                </Card> <Card title=text::coming(locale) flush=true>
                    {coming}
                </Card>
            </div>
        </div>
    }
    .into_any())
}
