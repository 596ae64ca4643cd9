//! A section's form, and below it who saved it and the way back to its defaults.

use super::{
    field::{control, shown},
    store,
    text::{label, section as section_name},
    trial,
};
use crate::{
    ApiResult, backend,
    form::{Form, refused_here},
    page::Asked,
    shared::{form::input_name, load::failed},
};
use domain::{
    Error, Noun,
    settings::{Mail, Registered, Section, SectionView, Storage},
};
use i18n::{Locale, common, settings as text};
use leptos::prelude::*;
use ui::{Button, Card, Icon, Variant};

pub const SAVE: &str = "/rpc/settings/save";
const RESET: &str = "/rpc/settings/reset";
/// The id of the form that saves.
const FORM: &str = "settings-form";

/// The section of that name.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn form(asked: &Asked, open: &str) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let section = Registered::of(open).ok_or(Error::NotFound(Noun::Setting))?;
    let (view, store) = backend::call(|s, by| async move {
        let view = s.settings().section(&by, section.key).await?;
        let store = match section.key == Storage::KEY {
            true => Some(s.documents().store(&by).await),
            false => None,
        };
        Ok((view, store))
    })
    .await?;
    let (replay, tried) = trial::of_section(asked.replay().await);
    let form = Form::new(locale, SAVE, replay.as_ref()).with_stored_text(move |locale, diff| {
        section.field(&diff.field).map_or(diff.current.clone(), |f| shown(locale, f.kind, &diff.current))
    });
    let trial = (section.key == Mail::KEY).then(|| trial::panel(locale, tried.as_ref()));
    // What is set can be changed even when the files are out of reach.
    let store = store.map(|store| match store {
        Ok(store) => store::panel(locale, &store, replay.as_ref()),
        Err(error) => failed(&error),
    });
    let refused = refused_here(locale, replay.as_ref(), &[RESET]);
    Ok(view! {
        {refused}
        <header class="mb-4">
            <h2 class="text-xl font-bold">{section_name(locale, section.key)}</h2>
            <p class="mt-1 text-ink-2">{text::find(locale, &format!("{}_what", section.key))}</p>
        </header>
        {fields(locale, &form, section, &view, trial)}
        {below(locale, &view)}
        {store}
    }
    .into_any())
}

fn fields(
    locale: Locale,
    form: &Form,
    section: &Registered,
    view: &SectionView,
    trial: Option<AnyView>,
) -> AnyView {
    let key = section.key;
    let controls = section.fields.iter().map(|field| control(locale, form, view, field)).collect_view();
    let version = form.version(view.version);
    view! {
        <form
            id=FORM
            method="post"
            action=SAVE
            class="stack"
            novalidate
            data-check=""
            data-keep=format!("settings:{key}")
        >
            {form.summary(|field| label(locale, key, field))}
            <Card>
                <input type="hidden" name="section" value=key />
                <input type="hidden" name=input_name("version") value=version />
                <div class="form-grid">{controls}</div>
            </Card>
            {trial}
            <div class="form-actions">
                <Button label=common::save(locale) variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any()
}

/// Who saved the section, and the button that gives its defaults back, whatever is typed above.
fn below(locale: Locale, view: &SectionView) -> AnyView {
    let state = match (&view.updated_by, view.changed) {
        (Some(name), true) => text::saved_by(locale, name),
        (None, true) => String::new(),
        (_, false) => text::untouched(locale).to_owned(),
    };
    let reset = view.changed.then(|| {
        view! {
            <form method="post" action=RESET data-drop=FORM>
                <input type="hidden" name="section" value=view.key.clone() />
                <Button label=text::reset(locale) icon=Icon::RotateCcw variant=Variant::Ghost />
            </form>
        }
    });
    view! {
        <div class="mt-4 flex flex-wrap items-center justify-between gap-3">
            <p class="hint">{state}</p>
            {reset}
        </div>
    }
    .into_any()
}
