//! `/admin/settings/templates/:template/:language`: the words of a mail, and how it looks with them.

use super::preview::Picture;
use crate::{
    ApiResult, backend,
    form::{Form, refused_here},
    mail::template as template_name,
    page::{Asked, needs},
    shared::{form::input_name, labels::language as language_name, replay::Replay},
};
use domain::{
    Error, Noun, Permission,
    mail::{MailTemplate, TemplateDraft, TemplateView},
    user::Language,
};
use i18n::{Locale, common, settings as text};
use islands::mail_preview::{PREVIEW, TEMPLATES, frame_href};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Banner, Button, Card, Icon, LinkItem, PageHeader, Tone, Variant};

const SAVE: &str = "/rpc/template/save";
const RESTORE: &str = "/rpc/template/restore";
/// The id of the form that saves.
const FORM: &str = "template-form";

/// The page of a template in one language.
pub async fn edit(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    needs(Permission::SettingsManage)?;
    let (of, to) = named(&asked).ok_or(Error::NotFound(Noun::Page))?;
    let replay = asked.replay().await.map(as_saved);
    let typed = replay.as_ref().filter(|replay| replay.path == SAVE).map(draft_of);
    let came_back = typed.is_some();
    let (view, filled) = backend::call(|s, by| async move {
        let view = s.mails().template(&by, of, to).await?;
        // What was typed is shown as it would be sent, as far as it can be.
        let filled = typed.and_then(|draft| s.mails().preview(&by, of, to, &draft).ok());
        Ok((view, filled))
    })
    .await?;
    let token = asked.value("replay").filter(|_| filled.is_some());
    let picture = Picture {
        template: of,
        language: to,
        words: filled.as_ref().unwrap_or(&view.preview),
        version: view.version,
        token: token.as_deref(),
        refused: came_back && filled.is_none(),
    };
    let title = format!("{} · {}", template_name(locale, of), language_name(locale, to));
    Ok(view! {
        <Title text=title.clone() />
        <PageHeader
            title=title
            crumbs=vec![LinkItem::new(TEMPLATES, text::templates(locale))]
            crumbs_label=text::title(locale)
        />
        <div class="page-body">
            {refused_here(locale, replay.as_ref(), &[RESTORE])} {changed(locale, &view)}
            <div class="grid grid-cols-[minmax(0,1fr)] gap-6 xl:grid-cols-2">
                {form(locale, &view, replay.as_ref())}
                <div class="stack content-start">
                    {picture.draw(locale)} {variables(locale, &view)}
                </div>
            </div>
        </div>
    }
    .into_any())
}

fn named(asked: &Asked) -> Option<(MailTemplate, Language)> {
    Some((asked.part("template")?.parse().ok()?, asked.part("language")?.parse().ok()?))
}

/// What is refused in a preview would be refused when it is saved.
fn as_saved(mut replay: Replay) -> Replay {
    if replay.path == PREVIEW {
        SAVE.clone_into(&mut replay.path);
    }
    replay
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

fn label(locale: Locale, field: &str) -> String {
    match field {
        "subject" => text::template_subject(locale).to_owned(),
        "html" => text::template_html(locale).to_owned(),
        "text" => text::template_text(locale).to_owned(),
        other => other.to_owned(),
    }
}

fn form(locale: Locale, view: &TemplateView, replay: Option<&Replay>) -> AnyView {
    let form = Form::new(locale, SAVE, replay);
    let input =
        |field: &'static str, stored: &str| form.input(field, label(locale, field)).stored(stored).required();
    let (of, to) = (view.line.template, view.line.language);
    let subject = input("subject", &view.words.subject).max(200).line();
    let (html, plain) = (input("html", &view.words.html).area(16), input("text", &view.words.text).area(12));
    let (ids, version) = (ids(view), form.version(view.version));
    view! {
        <form
            id=FORM
            method="post"
            action=SAVE
            class="stack"
            novalidate
            data-keep=format!("template:{of}:{to}")
            data-preview=frame_href(of, to)
        >
            {form.summary(|field| label(locale, field))}
            <Card title=text::template_words(locale)>
                {ids} <input type="hidden" name=input_name("version") value=version />
                <div class="stack [&_textarea]:font-mono">{subject} {html} {plain}</div>
            </Card>
            <div class="form-actions">
                <button class="btn" type="submit" formaction=PREVIEW>
                    {text::template_preview_do(locale)}
                </button>
                <Button label=common::save(locale) variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any()
}

/// Which template it is, as its forms say it.
fn ids(view: &TemplateView) -> AnyView {
    view! {
        <input type="hidden" name="template" value=view.line.template.as_str() />
        <input type="hidden" name="language" value=view.line.language.as_str() />
    }
    .into_any()
}

fn variables(locale: Locale, view: &TemplateView) -> AnyView {
    let lines = view
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
    view! {
        <Card title=text::template_variables(locale)>
            <p class="mb-3 text-ink-2">{text::template_variables_what(locale)}</p>
            <dl class="grid gap-3">{lines}</dl>
        </Card>
    }
    .into_any()
}

/// Whether the words are the original ones, and the way back to them, or back from them, whatever is typed below.
fn changed(locale: Locale, view: &TemplateView) -> AnyView {
    let (what, label, undo) = match (view.line.changed, view.can_undo) {
        (true, _) => {
            let by = view.line.updated_by.clone().unwrap_or_default();
            (text::template_changed_by(locale, by), text::template_restore(locale), false)
        }
        (false, true) => (text::template_restored(locale).to_owned(), text::template_undo(locale), true),
        (false, false) => return ().into_any(),
    };
    let ids = ids(view);
    view! {
        <div class="mb-4">
            <Banner tone=Tone::Info round=true>
                <div class="flex flex-wrap items-center justify-between gap-3">
                    <span>{what}</span>
                    <form method="post" action=RESTORE data-drop=FORM>
                        {ids} <input type="hidden" name="undo" value=undo.to_string() />
                        <Button label=label icon=Icon::RotateCcw />
                    </form>
                </div>
            </Banner>
        </div>
    }
    .into_any()
}
