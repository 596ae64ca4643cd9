//! `/admin/settings` and `/admin/settings/:section`.

use super::{
    api::{ResetSettings, SaveSettings, TryMail, get_settings, saved_address},
    field::{anchor, control, shown},
    nav::{PATH, sections},
    store,
    text::{found, label, section as section_name},
    trial::{self, Trial},
};
use crate::{
    session::{may, use_locale},
    shared::{
        form::{Form, input_name},
        keeper::Keeper,
        list::use_query,
        load::{failed, loaded},
        record::{Editing, times_done, version},
        replay::form_replay,
    },
};
use domain::{
    Error, Noun, Permission,
    settings::{Mail, Registered, SECTIONS, Section, SectionView, Storage},
};
use i18n::{Locale, common, settings as text, shell};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_params_map};
use ui::{Button, Card, Icon, LinkItem, PageHeader, SkeletonDetail, Variant};

/// The sections beside the one that is open, or what a search found.
pub fn settings_page() -> AnyView {
    let locale = use_locale();
    if !may(Permission::SettingsManage) {
        return failed(&Error::Forbidden);
    }
    let (params, search) = (use_params_map(), use_location().search);
    let query = use_query();
    let (save, reset) = (ServerAction::<SaveSettings>::new(), ServerAction::<ResetSettings>::new());
    let try_mail = ServerAction::<TryMail>::new();
    let q = Memo::new(move |_| {
        let pairs = domain::url::pairs(&query.get());
        pairs.into_iter().find(|(key, _)| key == "q").map(|(_, q)| q.trim().to_owned()).unwrap_or_default()
    });
    let open =
        Memo::new(move |_| params.with(|p| p.get("section")).unwrap_or_else(|| SECTIONS[0].key.to_owned()));
    // The answer to one section's form is not another's.
    Effect::new(move |before: Option<String>| {
        let now = open.get();
        if before.is_some_and(|before| before != now) {
            save.clear();
            try_mail.clear();
        }
        now
    });
    // The document itself says what the plant is called, its zone, its rule for passwords: a new one is loaded.
    let done = [times_done(save), times_done(reset)];
    Effect::new(move |_| {
        if done.iter().any(|times| times.get() > 0) {
            let saved = saved_address(&open.get_untracked());
            let _ = window().location().set_href(&saved);
        }
    });
    let key = move || {
        let token = domain::url::pairs(&search.get()).into_iter().find(|(key, _)| key == "replay");
        (open.get(), token.map(|(_, token)| token))
    };
    let data = Resource::new(key, |(section, token)| async move {
        let replay = match token {
            Some(token) => form_replay(token).await.ok().flatten(),
            None => None,
        };
        Ok((get_settings(section).await?, replay))
    });
    let here = Signal::derive(move || match q.with(String::is_empty) {
        true => format!("{PATH}/{}", open.get()),
        false => String::new(),
    });
    let skeleton = move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any();
    let content = move || match q.with(String::is_empty) {
        true => loaded(data, skeleton, move |data| section(locale, data, save, reset, try_mail)),
        false => q.with(|q| results(locale, q)),
    };
    view! {
        <Title text=text::title(locale) />
        <PageHeader
            title=text::title(locale)
            crumbs=vec![LinkItem::new(PATH, shell::administration(locale))]
            crumbs_label=shell::administration(locale)
        />
        <div class="grid flex-1 bg-canvas max-phone:content-start phone:grid-cols-[13.5rem_minmax(0,1fr)]">
            {sections(locale, here, q)}
            <div class="page-body">
                <div class="page-narrow">{content}</div>
            </div>
        </div>
    }
    .into_any()
}

/// What the search found, each a link to its control.
fn results(locale: Locale, q: &str) -> AnyView {
    let found = found(locale, q);
    if found.is_empty() {
        return view! { <p role="status">{text::no_result(locale)}</p> }.into_any();
    }
    let rows = found
        .into_iter()
        .map(|(section, field)| {
            let href = format!("{PATH}/{section}#{}", anchor(field));
            view! {
                <li class="px-5 py-3">
                    // A page of its own: the browser goes to the control once it is there.
                    <a class="link" href=href rel="external">
                        {label(locale, section, field)}
                    </a>
                    <span class="text-ink-3">{format!(" · {}", section_name(locale, section))}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <h2 class="mb-3 text-xl font-bold">{text::results(locale)}</h2>
        <ul class="card rows">{rows}</ul>
    }
    .into_any()
}

fn section(
    locale: Locale,
    (view, replay): Editing<SectionView>,
    save: ServerAction<SaveSettings>,
    reset: ServerAction<ResetSettings>,
    try_mail: ServerAction<TryMail>,
) -> AnyView {
    let Some(section) = Registered::of(&view.key) else { return failed(&Error::NotFound(Noun::Setting)) };
    let (replay, tried) = trial::of_section(replay);
    let trial = Trial::new(try_mail, tried);
    let form = trial.with_errors(Form::new(save, replay)).with_stored_text(move |diff| {
        section.field(&diff.field).map_or(diff.current.clone(), |f| shown(locale, f.kind, &diff.current))
    });
    let key = section.key;
    let latest = move || async move { get_settings(key.to_owned()).await.map(|v| v.version) };
    let version = version(&form, view.version, latest);
    let check = form.check_on_leave(move |sent: SaveSettings| sent.draft.parse(section).map(drop));
    let keeper = Keeper::new(&format!("settings:{key}"), form.came_back().is_none());
    keeper.follow(save);
    let trial = (key == Mail::KEY).then(|| trial.panel(locale, save));
    let store = (key == Storage::KEY).then(store::panel);
    let controls = section.fields.iter().map(|field| control(locale, &form, &view, field)).collect_view();
    let what = text::find(locale, &format!("{key}_what"));
    let state = match (&view.updated_by, view.changed) {
        (Some(name), true) => text::saved_by(locale, name),
        (None, true) => String::new(),
        (_, false) => text::untouched(locale).to_owned(),
    };
    let reset = view.changed.then(|| {
        view! {
            <ActionForm action=reset on:submit=move |_| keeper.drop_input()>
                <input type="hidden" name="section" value=key />
                <Button
                    label=text::reset(locale)
                    icon=Icon::RotateCcw
                    variant=Variant::Ghost
                    busy=reset.pending()
                />
            </ActionForm>
        }
    });
    let summary = form.summary(move |field| label(locale, key, field));
    let inside = view! {
        <div on:submit=move |_| try_mail.clear()>
            <ActionForm action=save attr:class="stack" attr:novalidate="">
                {summary}
                <Card>
                    <input type="hidden" name="section" value=key />
                    <input type="hidden" name=input_name("version") value=move || version.get() />
                    <div class="form-grid">{controls}</div>
                </Card>
                {trial}
                <div class="form-actions">
                    <Button label=common::save(locale) variant=Variant::Primary busy=save.pending() />
                </div>
            </ActionForm>
        </div>
    }
    .into_any();
    view! {
        <header class="mb-4">
            <h2 class="text-xl font-bold">{section_name(locale, key)}</h2>
            <p class="mt-1 text-ink-2">{what}</p>
        </header>
        {keeper.around(&form, check, inside)}
        <div class="mt-4 flex flex-wrap items-center justify-between gap-3">
            <p class="hint">{state}</p>
            {reset}
        </div>
        {store}
    }
    .into_any()
}
