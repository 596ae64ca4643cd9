//! How a mail looks with the words of the form: filled by the server, and drawn in a frame of its own that runs
//! nothing, may show styles that the page around it may not, and is not the page's own origin.

use super::api::{PreviewTemplate, preview_href};
use crate::session::use_locale;
use domain::{
    mail::{MailTemplate, TemplateWords},
    user::Language,
};
use i18n::settings as text;
use leptos::{ev, form::FromFormData, html, prelude::*, wasm_bindgen::JsCast, web_sys};
use std::time::Duration;
use ui::{Banner, Card, Tone};

/// The id of the form whose words are drawn.
pub(super) const FORM: &str = "template-form";
/// So long after the last keystroke the preview follows.
const PAUSE: Duration = Duration::from_millis(400);

/// Asks for the preview of what is in the form.
pub(super) fn send(preview: ServerAction<PreviewTemplate>, form: &web_sys::HtmlFormElement) {
    let data = web_sys::FormData::new_with_form(form).ok();
    if let Some(Ok(sent)) = data.map(|data| PreviewTemplate::from_form_data(&data)) {
        preview.dispatch(sent);
    }
}

/// For `on:input` around the form: asks for its preview once nothing more is typed.
pub(super) fn send_when_idle(preview: ServerAction<PreviewTemplate>) -> impl Fn(ev::Event) + Copy {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let forget = move || {
        if let Some(Some(before)) = waiting.try_get_value() {
            before.clear();
        }
    };
    on_cleanup(forget);
    move |event: ev::Event| {
        let field = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let form = field.and_then(|field| field.closest("form").ok().flatten());
        let Some(form) = form.and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok()) else {
            return;
        };
        forget();
        waiting.set_value(set_timeout_with_handle(move || send(preview, &form), PAUSE).ok());
    }
}

/// The mail as its reader sees it. At first the stored words, or those of the form that came back under `token`;
/// then what `preview` filled.
#[component]
pub(super) fn Picture(
    template: MailTemplate,
    language: Language,
    words: Signal<TemplateWords>,
    token: Option<String>,
    preview: ServerAction<PreviewTemplate>,
    /// The form came back with words that cannot be filled.
    refused: bool,
) -> impl IntoView {
    let locale = use_locale();
    let failed = Memo::new(move |_| match preview.value().get() {
        Some(answer) => answer.is_err(),
        None => refused,
    });
    let address = preview_href(template, language);
    let query = domain::url::QueryWriter::default().text("replay", &token.unwrap_or_default());
    let first = domain::url::href(&address, &query.finish());
    let times = RwSignal::new(0_usize);
    Effect::new(move |before: Option<usize>| {
        let version = preview.version().get();
        let done = preview.value().with(|value| matches!(value, Some(Ok(_))));
        if done && before.is_some_and(|before| before != version) {
            times.update(|times| *times += 1);
        }
        version
    });
    // A frame for each picture: one that went from picture to picture would fill the browser's history.
    let frame = move |time: usize| {
        let name = format!("preview-{time}");
        let (node, target, address) = (NodeRef::<html::Iframe>::new(), name.clone(), address.clone());
        Effect::new(move |_| {
            if time > 0 && node.get().is_some() {
                let (target, address) = (target.clone(), address.clone());
                request_animation_frame(move || post_into(&target, &address));
            }
        });
        view! {
            <iframe
                node_ref=node
                sandbox=""
                name=name
                title=text::template_preview_html(locale)
                class="h-96 w-full rounded-lg border border-line bg-white"
                src=(time == 0).then(|| first.clone())
            ></iframe>
        }
    };
    view! {
        <Card title=text::template_preview(locale)>
            <div role="status">
                {move || {
                    failed.get().then(|| view! { <Banner tone=Tone::Warn round=true>{text::template_preview_not(locale)}</Banner> })
                }}
            </div>
            <div hidden=move || failed.get()>
            <p class="mb-3">
                <span class="text-ink-2">{text::template_subject(locale)} " "</span>
                <strong id="preview-subject">{move || words.with(|w| w.subject.clone())}</strong>
            </p>
            <For each=move || [times.get()] key=|time| *time children=frame />
            <h3 class="mt-4 mb-2 font-semibold">{text::template_text(locale)}</h3>
            <pre class="text-sm whitespace-pre-wrap wrap-anywhere" id="preview-text">
                {move || words.with(|w| w.text.clone())}
            </pre>
            </div>
        </Card>
    }
    .into_any()
}

/// Sends the form into the frame of that name, and leaves it as it was.
fn post_into(frame: &str, address: &str) {
    let form = document().get_element_by_id(FORM);
    let Some(form) = form.and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok()) else { return };
    let (action, target) = (form.get_attribute("action").unwrap_or_default(), form.target());
    form.set_action(address);
    form.set_target(frame);
    // Fails only when the form has left the document, and then there is nothing to draw.
    let _ = form.submit();
    form.set_action(&action);
    form.set_target(&target);
}
