//! How a mail looks with the words of the form: filled by the server, and drawn in a frame of its own that runs
//! nothing, may show styles that the page around it may not, and is not the page's own origin. The browser draws it
//! anew as one types (`islands/src/enhance/preview.rs`).

use domain::{
    mail::{MailTemplate, TemplateWords},
    url::{QueryWriter, href},
    user::Language,
};
use i18n::{Locale, settings as text};
use islands::mail_preview::frame_href;
use leptos::prelude::*;
use ui::{Banner, Card, Tone};

/// What is drawn.
pub struct Picture<'a> {
    pub template: MailTemplate,
    pub language: Language,
    /// The words, filled.
    pub words: &'a TemplateWords,
    /// The version of the stored words.
    pub version: i64,
    /// The words are those of the form that came back under this token.
    pub token: Option<&'a str>,
    /// The form came back with words that cannot be filled.
    pub refused: bool,
}

impl Picture<'_> {
    /// The mail as its reader sees it.
    pub fn draw(self, locale: Locale) -> AnyView {
        let Self { template, language, words, version, token, refused } = self;
        let query = QueryWriter::default().text("replay", token.unwrap_or_default()).finish();
        // A frame for each picture: one that went from picture to picture would fill the browser's history.
        let frame = format!("preview-of-{}", token.map_or_else(|| version.to_string(), str::to_owned));
        let src = href(&frame_href(template, language), &query);
        let (subject, plain) = (words.subject.clone(), words.text.clone());
        view! {
            <Card title=text::template_preview(locale)>
                <div role="status">
                    <div id="preview-not" hidden=!refused>
                        <Banner tone=Tone::Warn round=true>{text::template_preview_not(locale)}</Banner>
                    </div>
                </div>
                <div id="preview" hidden=refused>
                    <p class="mb-3">
                        <span class="text-ink-2">{text::template_subject(locale)} " "</span>
                        <strong id="preview-subject">{subject}</strong>
                    </p>
                    <iframe
                        id=frame
                        sandbox=""
                        title=text::template_preview_html(locale)
                        class="h-96 w-full rounded-lg border border-line bg-white"
                        src=src
                    ></iframe>
                    <h3 class="mt-4 mb-2 font-semibold">{text::template_text(locale)}</h3>
                    <pre class="text-sm whitespace-pre-wrap wrap-anywhere" id="preview-text">
                        {plain}
                    </pre>
                </div>
            </Card>
        }
        .into_any()
    }
}
