//! `/admin/users/:id`: one account: what it is, what it may do, where it is signed in.

use super::{
    api::{EndUserSessions, SaveUser, SetUserActive, UnlockUser, UserPage, get_user},
    fields::{permissions, roles, sites},
    text::{full_name, label, state_badge},
};
use crate::{
    features::{
        account::{
            api::SessionLine,
            sessions::{ago, device},
            sign_ins,
        },
        site::api::site_choices,
    },
    layout::role,
    session::{may, use_locale, use_viewer},
    shared::{
        error_text,
        form::{Form, input_name},
        load::loaded,
        record::{Editing, stored_meanwhile, use_record_after, version},
        replay::Replay,
    },
};
use domain::{
    Error, Noun, Permission, UserId,
    audit::AuditQuery,
    site::SiteRef,
    user::{Language, SignInView, UserDetail, UserDraft, UserQuery},
};
use i18n::{Locale, account, common, shell, user as text};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use ui::{
    Banner, Button, Card, Dialog, DialogActions, DialogButton, Dl, DlItem, Field, Icon, LinkItem, PageHeader,
    Rows, Select, Size, SkeletonDetail, Tone, Variant,
};

const DIALOG: &str = "deactivate-user";

/// One account.
pub fn detail_page() -> AnyView {
    let locale = use_locale();
    let actions = Actions {
        save: ServerAction::new(),
        active: ServerAction::new(),
        unlock: ServerAction::new(),
        end: ServerAction::new(),
    };
    let read = |id: Option<UserId>| async move {
        let user = get_user(id.ok_or(Error::NotFound(Noun::User))?).await?;
        Ok((user, site_choices().await?))
    };
    let data = use_record_after(Noun::User, Permission::UserRead, move || actions.done(), read);
    let skeleton = move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any();
    loaded(data, skeleton, move |data| page(data, actions))
}

/// What can be done on the page, which is read again after each.
#[derive(Clone, Copy)]
struct Actions {
    save: ServerAction<SaveUser>,
    active: ServerAction<SetUserActive>,
    unlock: ServerAction<UnlockUser>,
    end: ServerAction<EndUserSessions>,
}

impl Actions {
    /// How many times something was done. A refused change of the account leaves its form as it is.
    fn done(self) -> usize {
        let saved = self.save.value().with(|value| matches!(value, Some(Ok(()))));
        usize::from(saved) * self.save.version().get()
            + self.active.version().get()
            + self.unlock.version().get()
            + self.end.version().get()
    }
}

fn page(((page, all_sites), replay): Editing<(UserPage, Vec<SiteRef>)>, actions: Actions) -> AnyView {
    let locale = use_locale();
    let UserPage { detail, sessions, sign_ins: history } = page;
    let id = detail.user.id;
    let name = full_name(&detail.user);
    let manages = may(Permission::UserManage);
    let active = actions.active;
    let switching = Form::new(active, replay.clone());
    let asked = RwSignal::new(false);
    let own = use_viewer().is_some_and(|viewer| viewer.id == id);
    let action = (manages && !own).then(|| match detail.user.is_active {
        true => view! {
            <DialogButton dialog=DIALOG label=text::deactivate(locale) icon=Icon::Ban variant=Variant::Ghost />
        }
        .into_any(),
        false => view! {
            <ActionForm action=active>
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="active" value="true" />
                <Button label=text::reactivate(locale) icon=Icon::CircleCheck busy=active.pending() />
            </ActionForm>
        }
        .into_any(),
    });
    let refused = {
        let answer = switching.answer();
        move || {
            answer.get().map(|error| {
                let why = error_text::error(locale, &error);
                view! { <Banner tone=Tone::Danger round=true>{why}</Banner> }
            })
        }
    };
    let inactive = (!detail.user.is_active)
        .then(|| view! { <Banner tone=Tone::Warn round=true>{text::inactive_what(locale)}</Banner> });
    let body = match manages {
        true => administration(locale, &detail, all_sites, replay, sessions, &history, actions),
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
                <div role="alert">{refused}</div>
                {inactive}
                {body}
            </div>
        </div>
        <Dialog
            id=DIALOG
            title=text::deactivate_title(locale, &name)
            close_label=common::close(locale)
            alert=true
            open=asked
        >
            // Closed before the page is read again: what is drawn then would keep it open, unseen, over everything.
            <div class="stack" on:submit=move |_| asked.set(false)>
                <p>{text::deactivate_what(locale)}</p>
                <DialogActions cancel=common::cancel(locale)>
                    <ActionForm action=active>
                        <input type="hidden" name="id" value=id.to_string() />
                        <input type="hidden" name="active" value="false" />
                        <Button label=text::deactivate(locale) variant=Variant::Danger busy=active.pending() />
                    </ActionForm>
                </DialogActions>
            </div>
        </Dialog>
    }
    .into_any()
}

/// What those who only read accounts see.
fn facts(locale: Locale, detail: &UserDetail) -> AnyView {
    let user = &detail.user;
    let sites: Vec<&str> = detail.sites.iter().map(|s| s.name.as_str()).collect();
    let (state, sites) = (state_badge(locale, user), sites.join(", "));
    let (username, email, role) = (user.username.clone(), user.email.clone(), role(locale, user.role));
    view! {
        <Card title=text::identity(locale)>
            <p class="mb-3">{state}</p>
            <Dl>
                <DlItem label=text::username(locale) value=username />
                <DlItem label=text::email(locale) value=email />
                <DlItem label=text::role(locale) value=role />
                <DlItem label=text::sites(locale) value=sites />
            </Dl>
        </Card>
    }
    .into_any()
}

fn administration(
    locale: Locale,
    detail: &UserDetail,
    all_sites: Vec<SiteRef>,
    replay: Option<Replay>,
    sessions: Vec<SessionLine>,
    history: &[SignInView],
    actions: Actions,
) -> AnyView {
    let id = detail.user.id;
    let trail = AuditQuery { user: Some(id), ..AuditQuery::default() }.href();
    let trail = may(Permission::AuditRead).then(|| {
        view! { <p><a class="link" href=trail>{text::trail(locale)}</a></p> }
    });
    let locked = detail.locked_seconds.map(|_| lock(locale, id, actions.unlock));
    let history = sign_ins::rows(locale, history);
    view! {
        {locked}
        {edit(locale, detail, all_sites, replay, actions.save)}
        {open_sessions(locale, id, sessions, actions.end)}
        <Card title=text::sign_ins(locale)>{history}</Card>
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

fn edit(
    locale: Locale,
    detail: &UserDetail,
    all_sites: Vec<SiteRef>,
    replay: Option<Replay>,
    save: ServerAction<SaveUser>,
) -> AnyView {
    let id = detail.user.id;
    let form = Form::new(save, replay);
    let stored = UserDraft::from(detail);
    let version =
        version(&form, detail.version, move || async move { get_user(id).await.map(|p| p.detail.version) });
    let check = form.check_on_leave(|sent: SaveUser| sent.draft.parse().map(drop));
    let sent = form.clone();
    let language = |l: &Language| match l {
        Language::Fr => (l.to_string(), common::language_fr(locale).to_owned()),
        Language::En => (l.to_string(), common::language_en(locale).to_owned()),
    };
    let languages = Language::ALL.iter().map(language).collect();
    let summary = form.summary(move |field| label(locale, field).to_owned());
    let identity = view! {
                    <input type="hidden" name="id" value=id.to_string() />
                    <input type="hidden" name=input_name("version") value=move || version.get() />
                    <p class="mb-3 flex flex-wrap items-center gap-2">
                        {state_badge(locale, &detail.user)}
                        <span class="text-ink-2">{detail.user.username.clone()}</span>
                    </p>
                    <div class="form-grid">
                        <div>
                            <Field label=text::first_name(locale) name=input_name("first_name") required=true maxlength="60"
                                value=form.value("first_name", &stored.first_name) autocomplete="off" error=form.error("first_name") />
                            {stored_meanwhile(&form, "first_name")}
                        </div>
                        <div>
                            <Field label=text::last_name(locale) name=input_name("last_name") required=true maxlength="60"
                                value=form.value("last_name", &stored.last_name) autocomplete="off" error=form.error("last_name") />
                            {stored_meanwhile(&form, "last_name")}
                        </div>
                        <div>
                            <Field label=text::email(locale) name=input_name("email") kind="email" required=true maxlength="254"
                                value=form.value("email", &stored.email) autocomplete="off" error=form.error("email") />
                            {stored_meanwhile(&form, "email")}
                        </div>
                        <Select label=text::language(locale) name=input_name("language") options=languages
                            selected=form.value("language", &stored.language) error=form.error("language") />
                    </div>
                    }
    .into_any();
    let rights = view! {
    <div class="stack">
        {roles(locale, &form, &stored.role)}
        {stored_meanwhile(&form, "role")}
        {sites(locale, &form, all_sites, &stored.sites)}
        {permissions(locale, &form, &stored.permissions)}
    </div>
    }
    .into_any();
    view! {
        <div on:focusout=check on:submit=move |_| sent.sent()>
            <ActionForm action=save attr:class="stack" attr:novalidate="">
                {summary}
                <Card title=text::identity(locale)>{identity}</Card>
                <Card title=text::rights(locale)>{rights}</Card>
                <div class="form-actions">
                    <Button label=common::save(locale) variant=Variant::Primary busy=save.pending() />
                </div>
            </ActionForm>
        </div>
    }
    .into_any()
}

fn open_sessions(
    locale: Locale,
    id: UserId,
    sessions: Vec<SessionLine>,
    end: ServerAction<EndUserSessions>,
) -> AnyView {
    if sessions.is_empty() {
        return view! {
            <Card title=text::sessions(locale)>
                <p class="hint">{text::no_session(locale)}</p>
            </Card>
        }
        .into_any();
    }
    let rows = sessions
        .into_iter()
        .map(|line| {
            let seen = format!("{} · {}", ago(locale, line.minutes_ago), line.address);
            let (device, session, current) = (device(locale, &line), line.id, line.current);
            let last = match current {
                true => view! { <span class="text-ink-3">{account::this_device(locale)}</span> }.into_any(),
                false => view! {
                    <ActionForm action=end>
                        <input type="hidden" name="id" value=id.to_string() />
                        <input type="hidden" name="session" value=session.to_string() />
                        <Button label=text::end(locale) variant=Variant::Ghost size=Size::Small />
                    </ActionForm>
                }
                .into_any(),
            };
            view! {
                <li class="row">
                    <span class="row-text">
                        <span class="row-title">{device}</span>
                        <span class="row-sub">{seen}</span>
                    </span>
                    {last}
                </li>
            }
        })
        .collect_view();
    view! {
        <Card title=text::sessions(locale)>
            <div class="stack">
                <Rows>{rows}</Rows>
                <ActionForm action=end attr:class="form-actions">
                    <input type="hidden" name="id" value=id.to_string() />
                    <Button label=text::end_all(locale) busy=end.pending() />
                </ActionForm>
            </div>
        </Card>
    }
    .into_any()
}
