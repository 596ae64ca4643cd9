//! The invitation of an account: where it stands, and the button that sends it again.

use crate::session::{may, use_session};
use domain::{
    LocalDateTime, Permission, Timestamp, UserId,
    mail::MailQuery,
    user::{InvitationState, InvitationView},
};
use i18n::{Locale, format, user as text};
use leptos::prelude::*;
use ui::{Badge, Banner, Button, Card, Dl, DlItem, Icon, Tone};

pub(super) const INVITE: &str = "/rpc/user/invite-again";

/// The card; nothing for an account that was made with a password. A disabled account is invited by nobody.
pub(super) fn invitation(
    locale: Locale,
    id: UserId,
    shown: Option<InvitationView>,
    active: bool,
) -> Option<AnyView> {
    let InvitationView { state, sent_at, sent_local, ends_at, ends_local, accepted_at, accepted_local } =
        shown?;
    let leaves = use_session().mail;
    let (tone, word) = match state {
        InvitationState::Open if !leaves => (Tone::Warn, text::invitation_waits(locale)),
        InvitationState::Open => (Tone::Info, text::invitation_open(locale)),
        InvitationState::Expired => (Tone::Warn, text::invitation_expired(locale)),
        InvitationState::Accepted => (Tone::Ok, text::invitation_accepted(locale)),
    };
    let made = if leaves { text::invitation_sent(locale) } else { text::invitation_made(locale) };
    let waits = (!leaves && state == InvitationState::Open).then(|| no_server(locale));
    let end = ends_at.zip(ends_local);
    let end = end.map(|(at, local)| moment(locale, text::invitation_ends(locale), at, local));
    let accepted = accepted_at.zip(accepted_local);
    let accepted =
        accepted.map(|(at, local)| moment(locale, text::invitation_accepted_on(locale), at, local));
    let action = (state != InvitationState::Accepted && active).then(|| {
        view! {
            <p class="hint">{text::invite_again_what(locale)}</p>
            <form method="post" action=INVITE class="form-actions">
                <input type="hidden" name="id" value=id.to_string() />
                <Button label=text::invite_again(locale) icon=Icon::Mail />
            </form>
        }
    });
    let card = view! {
        <Card title=text::invitation(locale) mark=view! { <Badge label=word tone=tone /> }.into_any()>
            <div class="stack">
                <Dl>
                    {moment(locale, made, sent_at, sent_local)}
                    {end}
                    {accepted}
                </Dl>
                {waits}
                {action}
            </div>
        </Card>
    };
    Some(card.into_any())
}

/// That there is no mail server, with the way to where mails wait for those who may go there.
pub(super) fn no_server(locale: Locale) -> AnyView {
    let outbox = may(Permission::MailManage).then(|| {
        view! { <a class="link" href=MailQuery::PATH>{text::to_outbox(locale)}</a> }
    });
    view! { <Banner tone=Tone::Warn round=true>{text::no_mail_server(locale)} " " {outbox}</Banner> }
        .into_any()
}

fn moment(locale: Locale, label: &'static str, at: Timestamp, local: LocalDateTime) -> AnyView {
    view! {
        <DlItem label=label>
            <time datetime=at.to_string()>{format::date_time(locale, local)}</time>
        </DlItem>
    }
    .into_any()
}
