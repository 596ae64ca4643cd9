//! Where files lie, what lies there, and a look at every one of them.

use crate::{
    form::Form,
    shared::{error_text, labels::job_state, replay::Replay},
};
use domain::{
    document::{DamagedDocument, Place, StoreCheck, StoreView},
    job::JobState,
};
use i18n::{
    Locale,
    format::{bytes, date_time, whole},
    settings as text,
};
use leptos::prelude::*;
use ui::{Badge, Banner, Button, Card, Dl, DlItem, Icon, Kpi, Kpis, Tone};

const CHECK: &str = "/rpc/settings/check-store";
/// While files are looked at, the panel is drawn anew every so many seconds.
const AGAIN: u8 = 2;

/// Below the section's form.
pub fn panel(locale: Locale, store: &StoreView, replay: Option<&Replay>) -> AnyView {
    let refused = Form::new(locale, CHECK, replay).refusal().map(|error| {
        let why = error_text::error(locale, error);
        view! {
            <div class="refused" tabindex="-1">
                <Banner tone=Tone::Danger round=true>{why}</Banner>
            </div>
        }
    });
    let place = place(locale, store);
    let again = store.checking.map(|_| AGAIN.to_string());
    view! {
        <section class="mt-8 stack" id="store" data-again=again>
            <header class="flex flex-wrap items-end justify-between gap-3">
                <div>
                    <h2 class="text-xl font-bold">{text::store(locale)}</h2>
                    <p class="mt-1 text-ink-2">{text::store_what(locale)}</p>
                </div>
                <form method="post" action=CHECK>
                    <Button label=text::store_check(locale) icon=Icon::ShieldCheck />
                </form>
            </header>
            {refused}
            <div role="status" id="store-check">
                {found(locale, store.checking, store.check.as_ref())}
            </div>
            {figures(locale, store)}
            <Card>{place}</Card>
        </section>
    }
    .into_any()
}

/// What lies there.
fn figures(locale: Locale, store: &StoreView) -> AnyView {
    let number = move |n: i64| Some(whole(locale, n));
    let (documents, files, deleted) = (number(store.documents), number(store.files), number(store.deleted));
    let (size, deleted_size) = (bytes(locale, store.bytes), bytes(locale, store.deleted_bytes));
    view! {
        <Kpis>
            <Kpi label=text::store_documents(locale) value=documents />
            <Kpi
                label=text::store_files(locale)
                value=files
                reason=text::store_files_what(locale)
            />
            <Kpi label=text::store_size(locale) value=Some(size) />
            <Kpi
                label=text::store_deleted(locale)
                value=deleted
                reason=deleted_size
            />
        </Kpis>
    }
    .into_any()
}

/// Where it is, and with which key it is sealed.
fn place(locale: Locale, store: &StoreView) -> AnyView {
    let (kind, place) = match &store.place {
        Place::Folder { path } => (text::store_folder(locale), path.clone()),
        Place::Bucket { bucket, region, endpoint } => {
            let at = if endpoint.is_empty() { "AWS" } else { endpoint };
            (text::store_bucket(locale), format!("{bucket} · {at} · {region}"))
        }
    };
    let older = (store.older_key > 0).then(|| {
        view! { <p class="hint">{text::store_older_key(locale, store.older_key)}</p> }
    });
    let key = store.key_id.clone();
    view! {
        <Dl>
            <DlItem label=kind>
                <code class="font-mono text-sm wrap-anywhere">{place}</code>
            </DlItem>
            <DlItem label=text::store_encryption(locale)>
                <Badge label=text::store_encrypted(locale) tone=Tone::Ok icon=Icon::Lock />
            </DlItem>
            <DlItem label=text::store_key(locale)>
                <code class="font-mono text-sm wrap-anywhere">{key}</code>
                {older}
            </DlItem>
        </Dl>
        <p class="hint mt-3">{text::store_place_what(locale)}</p>
    }
    .into_any()
}

/// The look that was asked for, or what the last one found.
fn found(locale: Locale, checking: Option<JobState>, check: Option<&StoreCheck>) -> AnyView {
    if let Some(state) = checking {
        let state = job_state(locale, state);
        return view! {
            <Banner tone=Tone::Info round=true>
                {text::store_checking(locale)} " "
                <span class="text-ink-2">{format!("({state})")}</span>
            </Banner>
        }
        .into_any();
    }
    let Some(check) = check else {
        return view! { <p class="hint">{text::store_never(locale)}</p> }.into_any();
    };
    let at = text::store_last(locale, date_time(locale, check.at_local));
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let (good, damaged, orphans) = (count(check.good), count(check.damaged), count(check.orphans));
    let size = bytes(locale, count(check.bytes));
    let tone = if damaged > 0 { Tone::Danger } else { Tone::Ok };
    let bad = (damaged > 0).then(|| {
        let lines = check.named.iter().map(damaged_view).collect_view();
        view! {
            <p class="mt-1 font-semibold">{text::store_damaged(locale, damaged)}</p>
            <ul class="mt-1 grid list-disc gap-1 pl-6">{lines}</ul>
        }
    });
    let left = (orphans > 0).then(|| {
        view! { <p class="mt-1">{text::store_orphans(locale, orphans)}</p> }
    });
    view! {
        <Banner tone=tone round=true>
            <p>{at} " " {text::store_good(locale, good)} " " <span class="text-ink-2">{format!("({size})")}</span></p>
            {bad}
            {left}
        </Banner>
    }
    .into_any()
}

fn damaged_view(document: &DamagedDocument) -> AnyView {
    let href = document.entity.page(document.entity_id);
    let name = document.file_name.clone();
    view! {
        <li>
            <a class="link wrap-anywhere" href=href>
                {name}
            </a>
        </li>
    }
    .into_any()
}
