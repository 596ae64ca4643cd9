//! `/account/second-step`: set the second step up, get new recovery codes, turn it off. For somebody whose role
//! asks for the step it is the only page until it is done.

use super::{api::my_second_step, codes};
use crate::{
    session::{use_locale, use_session},
    shared::{
        load::loaded,
        plain_form::PlainForm,
        replay::{Replay, use_replay},
    },
};
use domain::{
    session::{SecondStepState, SecondStepView, setup_link, spaced},
    url::safe_next,
};
use i18n::{Locale, account, common, second_step as text, session};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{
    AuthLayout, Badge, Banner, Button, Card, Field, Icon, LinkButton, LinkItem, PageHeader, PasswordField,
    SkeletonDetail, SkeletonTable, Tone, Variant,
};

const CONFIRM: &str = "/session/second-step/confirm";
const CHANGE: &str = "/session/second-step/change";

/// The card of the account page.
pub fn account_card(locale: Locale) -> AnyView {
    let state = Resource::new(|| (), |()| my_second_step());
    let skeleton = move || view! { <SkeletonTable label=common::loading(locale) rows=1 /> }.into_any();
    view! {
        <Card title=text::title(locale)>
            {loaded(state, skeleton, move |view: SecondStepView| {
                let (badge, action, left) = match view.state {
                    SecondStepState::On { codes_left, .. } => {
                        let left = text::codes_left(locale, i64::try_from(codes_left).unwrap_or_default());
                        (view! { <Badge label=text::on(locale) tone=Tone::Ok icon=Icon::CircleCheck /> }, text::manage(locale), Some(left))
                    }
                    _ => (view! { <Badge label=text::off(locale) tone=Tone::Mute /> }, text::set_up(locale), None),
                };
                view! {
                    <div class="stack">
                        <p>{badge}</p>
                        <p class="hint">{text::what(locale)}</p>
                        {left.map(|left| view! { <p>{left}</p> })}
                        <div class="form-actions">
                            <LinkButton href="/account/second-step" label=action rel="external" icon=Icon::ShieldCheck />
                        </div>
                    </div>
                }
                .into_any()
            })}
        </Card>
    }
    .into_any()
}

/// The page of one's own second step.
pub fn own_page() -> AnyView {
    let locale = use_locale();
    let due = use_session().viewer.is_some_and(|viewer| viewer.second_step_due);
    let replay = use_replay();
    let state = Resource::new(|| (), |()| my_second_step());
    let page = Resource::new(
        || (),
        move |()| async move {
            let replay = replay.await.ok().flatten();
            state.await.map(|state| (state, replay))
        },
    );
    let content = loaded(
        page,
        move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any(),
        move |(state, replay)| content(locale, state, replay),
    );
    if due {
        return view! {
            <Title text=text::title(locale) />
            <AuthLayout
                product=use_session().product()
                title=text::title(locale)
                text=text::asked(locale)
                foot=sign_out(locale)
            >
                <div class="stack">{content}</div>
            </AuthLayout>
        }
        .into_any();
    }
    view! {
        <Title text=text::title(locale) />
        <PageHeader
            title=text::title(locale)
            crumbs=vec![LinkItem::new("/account", account::title(locale))]
            crumbs_label=account::title(locale)
        />
        <div class="page-body">
            <div class="page-narrow stack">{content}</div>
        </div>
    }
    .into_any()
}

fn sign_out(locale: Locale) -> AnyView {
    view! {
        <form method="post" action="/session/sign-out">
            <Button label=text::sign_out(locale) variant=Variant::Ghost icon=Icon::LogOut />
        </form>
    }
    .into_any()
}

fn content(locale: Locale, view: SecondStepView, replay: Option<Replay>) -> AnyView {
    let query = domain::url::pairs(&use_location().search.get_untracked());
    let next = query.into_iter().find(|(key, _)| key == "next").map(|(_, next)| next);
    let next = next.filter(|next| safe_next(next).is_some());
    let SecondStepView { state, new_codes, .. } = view;
    match state {
        _ if !new_codes.is_empty() => codes::card(locale, new_codes, next),
        SecondStepState::Off => begin(locale, next),
        SecondStepState::Begun { secret } => confirm(locale, &secret, next, &PlainForm::new(CONFIRM, replay)),
        SecondStepState::On { codes_left, .. } => change(locale, codes_left, &PlainForm::new(CHANGE, replay)),
    }
}

fn hidden_next(next: Option<String>) -> Option<impl IntoView> {
    next.map(|next| view! { <input type="hidden" name="next" value=next /> })
}

fn begin(locale: Locale, next: Option<String>) -> AnyView {
    view! {
        <Card>
            <form method="post" action="/session/second-step/begin" class="stack">
                <p>{text::what(locale)}</p>
                <p class="hint">{text::begin_what(locale)}</p>
                {hidden_next(next)}
                <div class="form-actions">
                    <Button label=text::begin(locale) variant=Variant::Primary />
                </div>
            </form>
        </Card>
    }
    .into_any()
}

fn refusals(form: &PlainForm) -> AnyView {
    let refusal = form.refusal();
    let spoken = form.refused_fields().into_iter().map(|(_, text)| text).next();
    view! {
        {refusal.map(|text| view! { <Banner tone=Tone::Danger round=true>{text}</Banner> })}
        // Stands at its field for the eye; said aloud as soon as the page is there.
        {spoken.map(|text| view! { <p class="sr-only" role="alert">{text}</p> })}
    }
    .into_any()
}

fn confirm(locale: Locale, secret: &str, next: Option<String>, form: &PlainForm) -> AnyView {
    // Another secret has another picture.
    let picture = format!("/account/second-step/qr?of={}", &secret[..4.min(secret.len())]);
    let session = use_session();
    let account = session.viewer.as_ref().map(|viewer| viewer.email.clone()).unwrap_or_default();
    let link = setup_link(&session.product(), &account, secret);
    let (live, copied, plain) = (RwSignal::new(false), RwSignal::new(false), secret.to_owned());
    Effect::new(move |_| live.set(true));
    let copy = Callback::new(move |()| {
        let _ = window().navigator().clipboard().write_text(&plain);
        copied.set(true);
    });
    let (refused, wrong, key) = (refusals(form), form.error("code"), spaced(secret, " "));
    view! {
        <Card>
            <form method="post" action=CONFIRM class="stack" novalidate>
                {refused}
                <h2 class="font-semibold">{text::scan(locale)}</h2>
                <p>
                    <img
                        src=picture
                        alt=text::qr(locale)
                        width="192"
                        height="192"
                        class="rounded-md border border-line bg-white"
                    />
                </p>
                <p>
                    {text::key_typed(locale)} <br />
                    <code class="code whitespace-normal wrap-anywhere" id="second-step-key">{key}</code>
                </p>
                <div class="btn-group">
                    <LinkButton href=link label=text::open_app(locale) icon=Icon::ExternalLink rel="external" />
                    <span class="contents" hidden=move || !live.get()>
                        <Button label=text::copy_key(locale) kind="button" icon=Icon::Copy on_click=copy />
                    </span>
                </div>
                <p class="hint" role="status">{move || copied.get().then(|| text::key_copied(locale))}</p>
                <h2 class="font-semibold">{text::prove(locale)}</h2>
                {hidden_next(next)}
                <Field
                    label=text::code(locale)
                    name="code"
                    required=true
                    autocomplete="one-time-code"
                    inputmode="numeric"
                    maxlength="8"
                    error=wrong
                />
                <div class="form-actions">
                    <Button label=text::confirm(locale) variant=Variant::Primary />
                </div>
            </form>
        </Card>
    }
    .into_any()
}

fn change(locale: Locale, codes_left: u64, form: &PlainForm) -> AnyView {
    let left = text::codes_left(locale, i64::try_from(codes_left).unwrap_or_default());
    let (refused, wrong) = (refusals(form), form.error("password"));
    view! {
        <Card>
            <form method="post" action=CHANGE class="stack" novalidate>
                {refused}
                <p>
                    <Badge label=text::on(locale) tone=Tone::Ok icon=Icon::CircleCheck />
                </p>
                <p>{left}</p>
                <p class="hint">{text::change_what(locale)}</p>
                <PasswordField
                    label=account::current_password(locale)
                    name="password"
                    reveal=session::show_password(locale)
                    required=true
                    error=wrong
                />
                <div class="form-actions">
                    <Button label=text::turn_off(locale) variant=Variant::Danger name="wanted" value="off" />
                    <Button label=text::new_codes(locale) name="wanted" value="codes" />
                </div>
            </form>
        </Card>
    }
    .into_any()
}
