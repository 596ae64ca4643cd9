//! `/account`: one's own profile, password, language, theme and open sessions.

pub mod api;
mod forms;
pub mod sessions;
pub mod sign_ins;

use crate::{
    features::second_step,
    session::use_locale,
    shared::{load::loaded, replay::use_replay},
};
use api::my_account;
use i18n::{account as text, common};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{PageHeader, SkeletonDetail};

/// The page of one's own account.
pub fn account_page() -> AnyView {
    let locale = use_locale();
    let replay = use_replay();
    let account = Resource::new(|| (), |()| my_account());
    let page = Resource::new(
        || (),
        move |()| async move {
            let replay = replay.await.ok().flatten();
            account.await.map(|account| (account, replay))
        },
    );
    view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale) />
        <div class="page-body">
            <div class="page-narrow stack">
                {loaded(
                    page,
                    move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any(),
                    move |(account, replay)| {
                        view! {
                            {forms::profile(locale, account.clone(), replay.clone())}
                            {forms::preferences(locale)}
                            {forms::password(locale, account, replay)}
                        }
                            .into_any()
                    },
                )}
                {second_step::account_card(locale)}
                {sessions::card(locale)}
                {sign_ins::own_card(locale)}
            </div>
        </div>
    }
    .into_any()
}
