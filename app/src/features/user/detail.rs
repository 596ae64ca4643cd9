//! `/admin/users/:id`: one account: what it is, what it may do, where it is signed in.

use super::{
    api::{
        EndUserSessions, InviteUserAgain, RemoveSecondStep, SaveUser, SetUserActive, UnlockUser, UserPage,
        get_user,
    },
    edit::edit,
    fields::{Choices, choices},
    invitation::invitation,
    sessions::open_sessions,
    skills::facts as trade,
    switch::switch,
    text::{full_name, state_badge},
};
use crate::{
    features::{account::sign_ins, undo::use_undone},
    layout::role,
    session::{may, use_locale, use_viewer},
    shared::{
        error_text,
        form::Form,
        load::loaded,
        record::{Editing, times_done, use_record_after},
        replay::Replay,
    },
};
use domain::{
    Error, Noun, Permission, UserId,
    audit::AuditQuery,
    user::{UserDetail, UserQuery},
};
use i18n::{Locale, common, shell, user as text};
use leptos::{form::ActionForm, prelude::*, task::spawn_local, wasm_bindgen::JsCast, web_sys};
use leptos_meta::Title;
use ui::{Badge, Banner, Button, Card, Dl, DlItem, Icon, LinkItem, PageHeader, SkeletonDetail, Tone};

const SESSIONS: &str = "user-sessions";

/// One account.
pub fn detail_page() -> AnyView {
    let locale = use_locale();
    let actions = Actions::new();
    let manages = may(Permission::UserManage);
    let read = move |id: Option<UserId>| async move {
        let user = get_user(id.ok_or(Error::NotFound(Noun::User))?).await?;
        Ok((user, choices(manages).await?))
    };
    // Only what the form itself changed draws it anew: nothing chosen in it is lost to anything else.
    let data = use_record_after(Noun::User, Permission::UserRead, move || actions.saved.get(), read);
    let skeleton = move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any();
    loaded(data, skeleton, move |data| page(data, actions))
}

/// What can be done on the page, and how many times it was.
#[derive(Clone, Copy)]
pub(super) struct Actions {
    pub(super) save: ServerAction<SaveUser>,
    active: ServerAction<SetUserActive>,
    unlock: ServerAction<UnlockUser>,
    end: ServerAction<EndUserSessions>,
    second_step: ServerAction<RemoveSecondStep>,
    invite: ServerAction<InviteUserAgain>,
    pub(super) saved: Signal<usize>,
    /// The account was switched off or on, or that was undone, which raises its version.
    pub(super) switched: Signal<usize>,
    unlocked: Signal<usize>,
    ended: Signal<usize>,
    removed: Signal<usize>,
    invited: Signal<usize>,
}

impl Actions {
    fn new() -> Self {
        let (save, active) = (ServerAction::new(), ServerAction::new());
        let (unlock, end) = (ServerAction::new(), ServerAction::new());
        let (second_step, invite) = (ServerAction::new(), ServerAction::new());
        let (switched, undone) = (times_done(active), use_undone());
        let before = undone.get_untracked();
        Self {
            save,
            active,
            unlock,
            end,
            second_step,
            invite,
            saved: times_done(save),
            switched: Signal::derive(move || switched.get() + undone.get() - before),
            unlocked: times_done(unlock),
            ended: times_done(end),
            removed: times_done(second_step),
            invited: times_done(invite),
        }
    }
}

/// What the page shows around the form: read again after whatever leaves the form as it is.
fn around(page: UserPage, actions: Actions) -> RwSignal<UserPage> {
    let id = page.detail.user.id;
    let shown = RwSignal::new(page);
    Effect::new(move |before: Option<(usize, usize)>| {
        let others = [actions.switched, actions.unlocked, actions.removed, actions.invited];
        let others = others.iter().map(|times| times.get()).sum::<usize>();
        let now = (others, actions.ended.get());
        if before.is_some_and(|before| before != now) {
            let place = if before.is_some_and(|before| before.1 != now.1) { SESSIONS } else { "main" };
            spawn_local(async move {
                if let Ok(page) = get_user(id).await {
                    // The page may be another one by now.
                    if shown.try_set(page).is_none() {
                        go_on_at(place);
                    }
                }
            });
        }
        now
    });
    shown
}

/// Where the keyboard goes on when the button that had the focus is gone.
fn go_on_at(id: &'static str) {
    request_animation_frame(move || {
        let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
        let place = document().get_element_by_id(id).and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(place) = place.filter(|_| lost) {
            let _ = place.focus();
        }
    });
}

fn page(((page, all), replay): Editing<(UserPage, Choices)>, actions: Actions) -> AnyView {
    let locale = use_locale();
    let detail = page.detail.clone();
    let id = detail.user.id;
    let name = full_name(&detail.user);
    let manages = may(Permission::UserManage);
    let active = actions.active;
    let answers = [
        Form::new(active, replay.clone()).answer(),
        Form::new(actions.unlock, replay.clone()).answer(),
        Form::new(actions.end, replay.clone()).answer(),
        Form::new(actions.second_step, replay.clone()).answer(),
        Form::new(actions.invite, replay.clone()).answer(),
    ];
    let shown = around(page, actions);
    let is_active = Memo::new(move |_| shown.with(|page| page.detail.user.is_active));
    let own = use_viewer().is_some_and(|viewer| viewer.id == id);
    let named = name.clone();
    let action = (manages && !own).then_some(move || switch(locale, id, &named, is_active.get(), active));
    let refused = move || {
        let why = error_text::error(locale, &answers.iter().find_map(|answer| answer.get())?);
        Some(view! { <Banner tone=Tone::Danger round=true>{why}</Banner> })
    };
    let inactive = move || {
        let inactive = !is_active.get();
        inactive.then(|| view! { <Banner tone=Tone::Warn round=true>{text::inactive_what(locale)}</Banner> })
    };
    let body = match manages {
        true => administration(locale, &detail, all, replay, shown, actions),
        false => facts(locale, &detail),
    };
    view! {
        <Title text=name.clone() />
        <PageHeader
            title=name.clone()
            crumbs=vec![LinkItem::new(UserQuery::PATH, text::title(locale))]
            crumbs_label=shell::administration(locale)
        >
            {action}
        </PageHeader>
        <div class="page-body">
            <div class="page-narrow stack">
                <div class="contents">{refused}</div>
                {inactive}
                {body}
            </div>
        </div>
    }
    .into_any()
}

/// What those who only read accounts see.
fn facts(locale: Locale, detail: &UserDetail) -> AnyView {
    let user = &detail.user;
    let sites: Vec<&str> = detail.sites.iter().map(|s| s.name.as_str()).collect();
    let (state, sites) = (state_badge(locale, user), sites.join(", "));
    let (username, email, role) = (user.username.clone(), user.email.clone(), role(locale, user.role));
    let trade = trade(locale, detail.technician.as_ref());
    view! {
        <Card title=text::identity(locale)>
            <p class="mb-3">{state}</p>
            <Dl>
                <DlItem label=text::username(locale) value=username />
                <DlItem label=text::email(locale) value=email />
                <DlItem label=text::role(locale) value=role />
                <DlItem label=text::sites(locale) value=sites />
                {trade}
            </Dl>
        </Card>
    }
    .into_any()
}

fn administration(
    locale: Locale,
    detail: &UserDetail,
    all: Choices,
    replay: Option<Replay>,
    shown: RwSignal<UserPage>,
    actions: Actions,
) -> AnyView {
    let id = detail.user.id;
    let trail = AuditQuery { user: Some(id), ..AuditQuery::default() }.href();
    let trail = may(Permission::AuditRead).then(|| {
        view! { <p><a class="link" href=trail>{text::trail(locale)}</a></p> }
    });
    let is_locked = Memo::new(move |_| shown.with(|page| page.detail.locked_seconds.is_some()));
    let locked = move || is_locked.get().then(|| lock(locale, id, actions.unlock));
    let has_step = Memo::new(move |_| shown.with(|page| page.detail.second_step));
    let step = move || second_step(locale, id, has_step.get(), actions.second_step);
    let sessions = move || open_sessions(locale, id, shown.with(|page| page.sessions.clone()), actions.end);
    let invited =
        Memo::new(move |_| shown.with(|page| (page.detail.invitation.clone(), page.detail.user.is_active)));
    let invited = move || {
        let (of, active) = invited.get();
        invitation(locale, id, of, active, actions.invite)
    };
    view! {
        {locked}
        {invited}
        {edit(locale, detail, all, replay, shown, actions)}
        <div id=SESSIONS tabindex="-1">
            {sessions}
        </div>
        {step}
        <Card title=text::sign_ins(locale)>
            {move || shown.with(|page| sign_ins::rows(locale, &page.sign_ins))}
        </Card>
        {trail}
    }
    .into_any()
}

/// After too many wrong passwords: the way to let the person in again.
fn lock(locale: Locale, id: UserId, unlock: ServerAction<UnlockUser>) -> AnyView {
    view! {
        <Banner tone=Tone::Warn round=true>{text::locked_what(locale)}</Banner>
        <ActionForm action=unlock>
            <input type="hidden" name="id" value=id.to_string() />
            <Button label=text::unlock(locale) icon=Icon::KeyRound busy=unlock.pending() />
        </ActionForm>
    }
    .into_any()
}

/// Whether sign-in asks for a code, and the way out for somebody who has lost it.
fn second_step(locale: Locale, id: UserId, on: bool, remove: ServerAction<RemoveSecondStep>) -> AnyView {
    let own = use_viewer().is_some_and(|viewer| viewer.id == id);
    let (tone, word) = match on {
        true => (Tone::Ok, text::second_step_on(locale)),
        false => (Tone::Mute, text::second_step_off(locale)),
    };
    let action = (on && !own).then(|| {
        view! {
            <p class="hint">{text::second_step_remove_what(locale)}</p>
            <ActionForm action=remove attr:class="form-actions">
                <input type="hidden" name="id" value=id.to_string() />
                <Button label=text::second_step_remove(locale) busy=remove.pending() />
            </ActionForm>
        }
    });
    let none = (!on).then(|| view! { <p class="hint">{text::second_step_none(locale)}</p> });
    view! {
        <Card title=text::second_step(locale) mark=view! { <Badge label=word tone=tone /> }.into_any()>
            <div class="stack">{none} {action}</div>
        </Card>
    }
    .into_any()
}
