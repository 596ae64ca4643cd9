use super::*;
use proptest::prelude::*;

#[test]
fn only_an_administrator_sees_anything_without_a_site() {
    let draft = |role: &str, sites: &[i64]| NewUserDraft {
        role: role.into(),
        sites: sites.iter().copied().map(SiteId).collect(),
        ..Default::default()
    };
    assert!(draft("technician", &[]).sees_nothing());
    assert!(!draft("technician", &[1]).sees_nothing());
    assert!(!draft("admin", &[]).sees_nothing());
}

#[test]
fn an_address_has_a_name_and_a_domain() {
    for good in ["a@b.fr", "claire.dumas+test@usine-nord.example", "o'neil@x.y.zz"] {
        assert!(is_email(good), "{good}");
    }
    for bad in
        ["", "a", "a@b", "@b.fr", "a@.fr", "a@b.", "a b@c.fr", "a@b@c.fr", ".a@b.fr", "a..b@c.fr", "a@-b.fr"]
    {
        assert!(!is_email(bad), "{bad}");
    }
}

#[test]
fn an_account_is_checked_whole() {
    let draft = NewUserDraft {
        email: "Léa.Martin@usine.example".into(),
        first_name: "Léa".into(),
        last_name: "Martin".into(),
        password: "huitre tango barda".into(),
        role: "technician".into(),
        sites: vec![SiteId(2), SiteId(1), SiteId(2)],
        permissions: vec!["import:run".into(), "-site:read".into()],
        ..Default::default()
    };
    let new = draft.parse().expect("valid");
    assert_eq!((new.username.as_str(), new.username_is_made), ("lea.martin", true));
    assert_eq!(new.sites, [SiteId(1), SiteId(2)]);
    assert_eq!(new.permissions, [(Permission::ImportRun, true), (Permission::SiteRead, false)]);
    let wrong = NewUserDraft {
        username: "a b c".into(),
        role: "boss".into(),
        permissions: vec!["fly".into()],
        password: "court".into(),
        ..draft
    };
    let errors = wrong.parse().expect_err("four wrong fields");
    let fields: Vec<_> = errors.0.iter().map(|e| e.field.as_str()).collect();
    assert_eq!(fields, ["username", "password", "role", "permissions[0]"]);
}

#[test]
fn no_name_has_angle_brackets() {
    let refused = |first: &str, last: &str| {
        let draft = UserDraft { first_name: first.into(), last_name: last.into(), ..Default::default() };
        let errors = draft.parse().expect_err("the rest is missing").0;
        errors.into_iter().filter(|e| e.code == FieldCode::Malformed).map(|e| e.field).collect::<Vec<_>>()
    };
    assert_eq!(refused("</title><x>", "a > b"), ["first_name", "last_name"]);
    assert!(refused("Jean-Noël", "O'Brien & fils / A.B.").is_empty());
}

#[test]
fn whoever_is_invited_needs_no_password() {
    let draft = NewUserDraft {
        email: "lea@usine.example".into(),
        first_name: "Léa".into(),
        last_name: "Martin".into(),
        role: "technician".into(),
        language: "en".into(),
        invite: true,
        ..Default::default()
    };
    let new = draft.parse().expect("valid");
    assert_eq!((new.password, new.language), (None, Some(Language::En)));
    assert!(NewUserDraft { invite: false, ..draft.clone() }.parse().is_err());
    assert!(NewUserDraft { language: "de".into(), ..draft }.parse().is_err());
}

proptest! {
    #[test]
    fn no_text_makes_the_parsing_panic(text in "\\PC{0,30}") {
        let draft = NewUserDraft { email: text.clone(), username: text.clone(), password: text, ..Default::default() };
        let _ = draft.parse();
    }

    #[test]
    fn a_made_username_would_be_accepted(local in "[a-zà-ÿ._-]{1,50}") {
        let mut c = Checker::default();
        let made = username(&mut c, "username", "", &format!("{local}@x.fr"));
        let mut again = Checker::default();
        let _ = username(&mut again, "username", &made, "");
        prop_assert!(again.finish(Some(())).is_ok(), "{made}");
    }
}
