use super::*;
use crate::mail::Letter;

fn words(html: &str) -> TemplateWords {
    TemplateWords { subject: "Bonjour {{ name }}".into(), html: html.into(), text: "{{ link }}".into() }
}

fn letter() -> Letter {
    let link = "https://vigie.test/x?token=a&b=\"c\"".to_owned();
    Letter::PasswordChanged { name: "Léa <b>Martin</b>".to_owned(), link }
}

fn wrong(html: &str) -> FieldCode {
    let errors = fill(&words(html), MailTemplate::PasswordChanged, Language::Fr, &letter()).expect_err(html);
    assert_eq!(errors.0.len(), 1, "{errors}");
    errors.of("html").expect("at its field").code.clone()
}

#[test]
fn every_mail_is_written_in_every_language_as_text_and_html() {
    for template in MailTemplate::ALL {
        for language in Language::ALL {
            let letter = Letter::example(*template, *language, "https://vigie.test");
            assert_eq!(letter.template(), *template);
            let mail = render(None, *template, *language, &letter).expect("complete");
            assert!(!mail.subject.is_empty() && !mail.subject.contains('\n'), "{mail:?}");
            assert!(!mail.text.contains("{{") && mail.text.len() > 40, "{}", mail.text);
            assert!(mail.html.contains(&format!("lang=\"{language}\"")), "{}", mail.html);
            assert!(!mail.html.contains("<script") && !mail.html.contains("<img"));
            assert!(mail.html.contains("Vigie") && mail.text.trim_end().ends_with("Vigie"));
        }
    }
}

#[test]
fn html_is_escaped_and_text_is_not() {
    let mail = render(None, MailTemplate::PasswordChanged, Language::Fr, &letter()).expect("complete");
    assert!(mail.text.contains("Léa <b>Martin</b>") && mail.text.contains("token=a&b=\"c\""));
    assert!(mail.html.contains("Léa &lt;b&gt;Martin"), "{}", mail.html);
    assert!(!mail.html.contains("<b>Martin") && !mail.html.contains("b=\"c\""), "{}", mail.html);
}

#[test]
fn what_nobody_gave_is_an_error() {
    assert!(render(None, MailTemplate::PasswordReset, Language::Fr, &context! { name => "Léa" }).is_err());
    assert_eq!(wrong("<p>\n{{ nmae }}</p>"), FieldCode::TemplateUnknown { line: 2, name: "nmae".into() });
    // In a branch that the example does not take, too, and not where the word is only said.
    let hidden = "nmae\n{% if name == 'x' %}\n{{ nmae }}{% endif %}";
    assert_eq!(wrong(hidden), FieldCode::TemplateUnknown { line: 3, name: "nmae".into() });
}

#[test]
fn a_mistake_is_told_with_its_line() {
    for (source, at) in [
        ("a\n\n{% if name %}", 3),
        ("a\n{{ name", 2),
        ("{{ name|nothing }}", 1),
        ("\n{{ name|safe }}", 2),
        ("{% extends 'elsewhere.html' %}", 1),
        ("a\n{{ range(9) }}", 2),
    ] {
        match wrong(source) {
            FieldCode::TemplateSyntax { line, .. } | FieldCode::TemplateUnknown { line, .. } => {
                assert_eq!(line, at, "{source}");
            }
            other => panic!("{source}: {other:?}"),
        }
    }
}

#[test]
fn nothing_that_is_written_holds_the_server_up() {
    let begun = std::time::Instant::now();
    let blocks = "{% block a %}{{ self.a() }}{{ self.a() }}{% endblock %}";
    let long = format!("{{% block a %}}{}{{{{ self.a() }}}}{{% endblock %}}", "x".repeat(19_000));
    for bad in [blocks, &long, "{{ name ~ name }}", "{% for a in b %}{% endfor %}"] {
        assert!(matches!(wrong(bad), FieldCode::TemplateSyntax { .. }), "{bad}");
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(5));
}

#[test]
fn a_name_puts_nothing_into_the_head() {
    let name = "Léa\r\nBcc: x@y.fr".to_owned();
    let letter = Letter::PasswordChanged { name, link: "x".into() };
    let mail = fill(&words("<p></p>"), MailTemplate::PasswordChanged, Language::Fr, &letter).expect("tamed");
    assert_eq!(mail.subject, "Bonjour Léa Bcc: x@y.fr");
    let torn = TemplateWords { subject: "a\nBcc: x@y.fr".into(), ..words("<p></p>") };
    let errors = fill(&torn, MailTemplate::PasswordChanged, Language::Fr, &letter).expect_err("two lines");
    assert_eq!(errors.of("subject").map(|e| &e.code), Some(&FieldCode::Malformed));
}

#[test]
fn words_that_cannot_be_filled_do_not_keep_the_mail_back() {
    let long = TemplateWords { subject: "{{ name }} ".repeat(60), ..words("<p></p>") };
    let mail = render(Some(&long), MailTemplate::PasswordChanged, Language::Fr, &letter()).expect("written");
    let first = render(None, MailTemplate::PasswordChanged, Language::Fr, &letter()).expect("written");
    assert_eq!((mail.subject, mail.text), (first.subject, first.text));
}

#[test]
fn nothing_that_is_written_is_too_deep() {
    for bad in [
        format!("{{{{ name{} }}}}", ".a".repeat(9_980)),
        format!("{{{{ name{} }}}}", "|e".repeat(9_980)),
        format!("{{{{ 1{} }}}}", "-1".repeat(9_980)),
        format!("{{{{ {}1 }}}}", "not ".repeat(4_900)),
        format!("{{{{ {}1{} }}}}", "(".repeat(9_000), ")".repeat(9_000)),
        "{% if name %}".repeat(1_400),
        format!("{}{}", "{% if name %}".repeat(900), "{% endif %}".repeat(900)),
        format!("{}{}", "{% block a %}".repeat(700), "{% endblock %}".repeat(700)),
        format!("{{% if name %}}{}{{% endif %}}", "{% elif name %}".repeat(1_200)),
    ] {
        assert!(fill(&words(&bad), MailTemplate::PasswordChanged, Language::Fr, &letter()).is_err());
    }
    // As deep as it may be.
    for good in [
        format!("{}{}", "{% if name %}".repeat(50), "{% endif %}".repeat(50)),
        format!("{{% if name %}}{}{{% endif %}}", "{% elif name %}".repeat(98)),
        format!("{{{{ name{} }}}}", "|e".repeat(140)),
    ] {
        fill(&words(&good), MailTemplate::PasswordChanged, Language::Fr, &letter()).expect(&good);
    }
}

#[test]
fn a_one_time_link_stands_in_both_texts_and_not_in_the_subject() {
    let link = "https://vigie.test/x?token=a&b=\"c\"".to_owned();
    let letter = Letter::PasswordReset { name: "Léa".into(), link, minutes: 10 };
    let codes = |subject: &str, html: &str, text: &str| {
        let words = TemplateWords { subject: subject.into(), html: html.into(), text: text.into() };
        match fill(&words, MailTemplate::PasswordReset, Language::Fr, &letter) {
            Ok(_) => vec![],
            Err(errors) => errors.0.into_iter().map(|e| (e.field, e.code)).collect(),
        }
    };
    let whole = "<a href='{{ link }}'>{{ minutes }}</a>";
    assert_eq!(codes("{{ name }}", whole, "{{ link }}"), []);
    let missing = FieldCode::TemplateMissing { name: "link".into() };
    assert_eq!(codes("a", "<p>a</p>", "{{ link }}"), [("html".into(), missing.clone())]);
    assert_eq!(codes("a", whole, "{{ name }}"), [("text".into(), missing)]);
    let unknown = FieldCode::TemplateUnknown { line: 1, name: "link".into() };
    assert_eq!(codes("{{ link }}", whole, "{{ link }}"), [("subject".into(), unknown)]);
}
