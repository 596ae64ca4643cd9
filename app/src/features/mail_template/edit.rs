//! `/admin/settings/templates/:template/:language`: the words of a mail, and how it looks with them.

use super::{
    api::{LIST, PreviewTemplate, RestoreTemplate, SaveTemplate, get_template, preview_template, saved_href},
    preview::{FORM, Picture, send, send_when_idle},
};
use crate::{
    features::{mail::template, user::text::language},
    session::{may, use_locale},
    shared::{
        form::{Form, input_name},
        keeper::Keeper,
        load::{failed, loaded},
        record::{stored_meanwhile, times_done, version},
        replay::{Replay, form_replay},
    },
};
use domain::{
    Error, Noun, Permission,
    mail::{MailTemplate, TemplateDraft, TemplateView, TemplateWords},
    user::Language,
};
use i18n::{Locale, common, settings as text};
use leptos::{form::ActionForm, prelude::*, server_fn::ServerFn, wasm_bindgen::JsCast, web_sys};
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_params_map};
use ui::{Banner, Button, Card, Field, Icon, LinkItem, PageHeader, SkeletonDetail, TextArea, Tone, Variant};

/// The template, the form that came back and its token, and what that form's words are filled.
type Loaded = (TemplateView, Option<(String, Replay)>, Option<TemplateWords>);

#[derive(Clone, Copy)]
struct Actions {
    save: ServerAction<SaveTemplate>,
    preview: ServerAction<PreviewTemplate>,
    restore: ServerAction<RestoreTemplate>,
}

pub fn edit_page() -> AnyView {
    let locale = use_locale();
    if !may(Permission::SettingsManage) {
        return failed(&Error::Forbidden);
    }
    let (params, search) = (use_params_map(), use_location().search);
    let actions =
        Actions { save: ServerAction::new(), preview: ServerAction::new(), restore: ServerAction::new() };
    let of = Memo::new(move |_| {
        params.with(|p| {
            let template = p.get("template")?.parse::<MailTemplate>().ok()?;
            Some((template, p.get("language")?.parse::<Language>().ok()?))
        })
    });
    let saved = times_done(actions.save);
    let key = move || {
        let token = domain::url::pairs(&search.get()).into_iter().find(|(key, _)| key == "replay");
        (of.get(), token.map(|(_, token)| token), saved.get())
    };
    let data = Resource::new(key, |(of, token, _)| async move {
        let Some((template, language)) = of else { return Err(Error::NotFound(Noun::Page).into()) };
        let replay = match token {
            Some(token) => form_replay(token.clone()).await.ok().flatten().map(|replay| (token, replay)),
            None => None,
        };
        let view = get_template(template, language).await?;
        let words = match &replay {
            // What was typed is shown as it would be sent, as far as it can be.
            Some((_, typed)) => preview_template(template, language, draft_of(typed)).await.ok(),
            None => None,
        };
        Ok::<Loaded, crate::ApiError>((view, replay, words))
    });
    // The fields keep what was typed, whatever is stored: other words come with a new page.
    let restored = times_done(actions.restore);
    Effect::new(move |_| {
        if restored.get() > 0
            && let Some((template, language)) = of.get_untracked()
        {
            let _ = window().location().set_href(&saved_href(template, language));
        }
    });
    let skeleton = move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any();
    loaded(data, skeleton, move |data| page(locale, data, actions))
}

fn draft_of(replay: &Replay) -> TemplateDraft {
    let value = |field: &str| replay.value(&input_name(field)).unwrap_or_default().to_owned();
    TemplateDraft {
        version: value("version"),
        subject: value("subject"),
        html: value("html"),
        text: value("text"),
    }
}

fn page(locale: Locale, (view, replay, shown): Loaded, actions: Actions) -> AnyView {
    let Actions { save, preview, restore } = actions;
    let (of, to) = (view.line.template, view.line.language);
    let title = format!("{} · {}", template(locale, of), language(locale, to));
    // Shown as it was typed where that can be sent.
    let refused = replay.is_some() && shown.is_none();
    let token = replay.as_ref().filter(|_| shown.is_some()).map(|(token, _)| token.clone());
    // What is refused in a preview would be refused when it is saved.
    let replay = replay.map(|(_, mut replay)| {
        if replay.path == PreviewTemplate::PATH {
            SaveTemplate::PATH.clone_into(&mut replay.path);
        }
        replay
    });
    let form = Form::new(save, replay).or_answer(Signal::derive(move || match preview.value().get() {
        Some(Err(error)) => Some(error.0),
        _ => None,
    }));
    let version =
        version(&form, view.version, move || async move { get_template(of, to).await.map(|v| v.version) });
    let first = shown.unwrap_or_else(|| view.preview.clone());
    let words = Signal::derive(move || match preview.value().get() {
        Some(Ok(words)) => words,
        _ => first.clone(),
    });
    let typed = send_when_idle(preview);
    let clicked = move |event: leptos::ev::MouseEvent| {
        let button = event.current_target().and_then(|t| t.dyn_into::<web_sys::HtmlButtonElement>().ok());
        if let Some(form) = button.and_then(|button| button.form()) {
            event.prevent_default();
            send(preview, &form);
        }
    };
    let label = move |field: &str| match field {
        "subject" => text::template_subject(locale).to_owned(),
        "html" => text::template_html(locale).to_owned(),
        "text" => text::template_text(locale).to_owned(),
        other => other.to_owned(),
    };
    let keeper = Keeper::new(&format!("template:{of}:{to}"), form.came_back().is_none());
    keeper.follow(save);
    let summary = form.summary(label);
    let area = |field: &'static str, stored: &str, rows: u32| {
        view! {
            <div>
                <TextArea
                    label=label(field)
                    name=input_name(field)
                    rows=rows
                    required=true
                    value=form.value(field, stored)
                    error=form.error(field)
                    class="[&_textarea]:font-mono"
                />
                {stored_meanwhile(&form, field)}
            </div>
        }
        .into_any()
    };
    let (html, plain) = (area("html", &view.words.html, 16), area("text", &view.words.text, 12));
    let subject = view! {
        <div>
            <Field
                label=label("subject")
                name=input_name("subject")
                required=true
                maxlength="200"
                autocomplete="off"
                value=form.value("subject", &view.words.subject)
                error=form.error("subject")
            />
            {stored_meanwhile(&form, "subject")}
        </div>
    };
    let variables = view
        .variables
        .iter()
        .map(|v| {
            let (name, example) = (format!("{{{{ {} }}}}", v.name), v.example.clone());
            view! {
                <div>
                    <dt><code class="font-mono font-semibold">{name}</code></dt>
                    <dd class="text-sm text-ink-2 wrap-anywhere">{example}</dd>
                </div>
            }
        })
        .collect_view();
    let ids = move || {
        view! {
            <input type="hidden" name="template" value=of.as_str() />
            <input type="hidden" name="language" value=to.as_str() />
        }
    };
    view! {
        <Title text=title.clone() />
        <PageHeader
            title=title
            crumbs=vec![LinkItem::new(LIST, text::templates(locale))]
            crumbs_label=text::title(locale)
        />
        <div class="page-body">
            {changed(locale, &view, restore, keeper)}
            <div class="grid grid-cols-[minmax(0,1fr)] gap-6 xl:grid-cols-2">
                {keeper.around(&form, |_| (), view! {
                <div on:input=typed on:submit=move |_| preview.clear()>
                    <ActionForm action=save attr:id=FORM attr:class="stack" attr:novalidate="">
                        {summary}
                        <Card title=text::template_words(locale)>
                            {ids()}
                            <input type="hidden" name=input_name("version") value=move || version.get() />
                            <div class="stack">{subject} {html} {plain}</div>
                        </Card>
                        <div class="form-actions">
                            <button
                                class="btn"
                                type="submit"
                                formaction=PreviewTemplate::PATH
                                aria-busy=move || preview.pending().get().then_some("true")
                                on:click=clicked
                            >
                                {text::template_preview_do(locale)}
                            </button>
                            <Button label=common::save(locale) variant=Variant::Primary busy=save.pending() />
                        </div>
                    </ActionForm>
                </div>
                }.into_any())}
                <div class="stack content-start">
                    <Picture template=of language=to words=words token=token preview=preview refused=refused />
                    <Card title=text::template_variables(locale)>
                        <p class="mb-3 text-ink-2">{text::template_variables_what(locale)}</p>
                        <dl class="grid gap-3">{variables}</dl>
                    </Card>
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// Whether the words are the original ones, and the way back to them, or back from them.
fn changed(
    locale: Locale,
    view: &TemplateView,
    restore: ServerAction<RestoreTemplate>,
    keeper: Keeper,
) -> AnyView {
    let (of, to) = (view.line.template, view.line.language);
    let (what, label, undo) = match (view.line.changed, view.can_undo) {
        (true, _) => {
            let by = view.line.updated_by.clone().unwrap_or_default();
            (text::template_changed_by(locale, by), text::template_restore(locale), false)
        }
        (false, true) => (text::template_restored(locale).to_owned(), text::template_undo(locale), true),
        (false, false) => return ().into_any(),
    };
    view! {
        <div class="mb-4">
            <Banner tone=Tone::Info round=true>
                <div class="flex flex-wrap items-center justify-between gap-3">
                    <span>{what}</span>
                    <ActionForm action=restore on:submit=move |_| keeper.drop_input()>
                        <input type="hidden" name="template" value=of.as_str() />
                        <input type="hidden" name="language" value=to.as_str() />
                        <input type="hidden" name="undo" value=undo.to_string() />
                        <Button label=label icon=Icon::RotateCcw busy=restore.pending() />
                    </ActionForm>
                </div>
            </Banner>
        </div>
    }
    .into_any()
}
