//! Where files lie, what lies there, and a look at every one of them.

use super::api::{CheckStore, get_store};
use crate::{
    session::use_locale,
    shared::{
        error_text, form::Form, labels::job_state, load::loaded, record::times_done, replay::use_replay,
    },
};
use domain::{
    document::{DamagedDocument, Place, StoreCheck, StoreView},
    job::JobState,
};
use i18n::{
    Locale, common,
    format::{bytes, date_time, whole},
    settings as text,
};
use leptos::{form::ActionForm, prelude::*, task::spawn_local};
use std::time::Duration;
use ui::{Badge, Banner, Button, Card, Dl, DlItem, Icon, Kpi, Kpis, SkeletonDetail, Tone};

/// While files are looked at, the page asks so often how far it is.
const AGAIN: Duration = Duration::from_secs(2);

/// Below the section's form.
pub fn panel() -> AnyView {
    let locale = use_locale();
    let check = ServerAction::<CheckStore>::new();
    let store = Resource::new(|| (), |()| get_store());
    let skeleton = move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any();
    let replay = use_replay();
    let refused = move || {
        Suspend::new(async move {
            let answer = Form::new(check, replay.await.ok().flatten()).answer();
            move || {
                let why = error_text::error(locale, &answer.get()?);
                Some(view! { <Banner tone=Tone::Danger round=true>{why}</Banner> })
            }
        })
    };
    view! {
        <section class="mt-8 stack" id="store">
            {loaded(store, skeleton, move |store| shown(locale, store, check))}
            <Transition>{refused}</Transition>
        </section>
    }
    .into_any()
}

fn shown(locale: Locale, first: StoreView, check: ServerAction<CheckStore>) -> AnyView {
    let store = RwSignal::new(first.clone());
    let again = move || {
        spawn_local(async move {
            if let Ok(now) = get_store().await {
                // The page may be another one by now.
                let _ = store.try_set(now);
            }
        });
    };
    let asked = times_done(check);
    Effect::new(move |before: Option<usize>| {
        let now = asked.get();
        if before.is_some_and(|before| before != now) {
            again();
        }
        now
    });
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        if store.with(|store| store.checking.is_some()) {
            waiting.set_value(set_timeout_with_handle(again, AGAIN).ok());
        }
    });
    on_cleanup(move || {
        if let Some(Some(waiting)) = waiting.try_get_value() {
            waiting.clear();
        }
    });
    let figures = move || store.with(|store| figures(locale, store));
    let found = Memo::new(move |_| store.with(|store| (store.checking, store.check.clone())));
    let found = move || found.with(|(checking, check)| found_view(locale, *checking, check.as_ref()));
    view! {
        <header class="flex flex-wrap items-end justify-between gap-3">
            <div>
                <h2 class="text-xl font-bold">{text::store(locale)}</h2>
                <p class="mt-1 text-ink-2">{text::store_what(locale)}</p>
            </div>
            <ActionForm action=check>
                <Button label=text::store_check(locale) icon=Icon::ShieldCheck busy=check.pending() />
            </ActionForm>
        </header>
        <div role="status" id="store-check">
            {found}
        </div>
        {figures}
        <Card>{place(locale, &first)}</Card>
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
fn found_view(locale: Locale, checking: Option<JobState>, check: Option<&StoreCheck>) -> AnyView {
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
