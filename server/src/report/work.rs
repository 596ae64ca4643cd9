//! The work in the report: people, failures, checklist, hours, parts, costs, comments, history. What there is none of takes no
//! place.

use super::sheet::{LEADING, LEFT, NOTE, SMALL, Sheet, WIDTH};
use crate::pdf::{Part, Role, Style};
use domain::{
    LocalDateTime, Money,
    intervention::{Costs, FailureView, HistoryEntry, WorkAction, WorkView},
};
use i18n::{Locale, checklist, failure, format, intervention as text, report as words, work as work_text};
use islands::duration::duration;
use pages::shared::{error_text::capitalized, labels};
use pages::words as said;

/// Columns of a table: its title, and where each one begins.
type Columns<'a> = [(f64, &'a str)];

/// All sections, those that have something to say.
pub fn sections(sheet: &mut Sheet, l: Locale, work: &WorkView) {
    people(sheet, l, work);
    failures(sheet, l, work);
    steps(sheet, l, work);
    hours(sheet, l, work);
    parts(sheet, l, work);
    costs(sheet, l, work);
    comments(sheet, l, work);
    history(sheet, l, work);
}

/// A table whose cells are as high as their text; its titles stand again on each page.
fn table(sheet: &mut Sheet, title: &str, columns: &Columns, rows: Vec<Vec<String>>) {
    if rows.is_empty() {
        return;
    }
    // A short table stays whole.
    sheet.heading(title, (rows.len().min(5) + 1) as f64 * LEADING);
    let width = |at: usize| columns.get(at + 1).map_or(WIDTH, |next| next.0) - columns[at].0 - 2.0;
    let line = |sheet: &mut Sheet, parts: &[Part], style: Style, at: usize, texts: &[Vec<String>]| {
        for (column, lines) in texts.iter().enumerate() {
            let Some(text) = lines.get(at) else { continue };
            let y = sheet.y + 3.4;
            sheet.page().text(parts.get(column).copied(), (LEFT + columns[column].0, y), style, text);
        }
        sheet.y += LEADING;
    };
    let table = sheet.part(Role::Table);
    let cells = |sheet: &mut Sheet, role: &Role| {
        let row = sheet.part_of(table, Role::Row);
        columns.iter().map(|_| sheet.part_of(row, role.clone())).collect::<Vec<Part>>()
    };
    let titles: Vec<Vec<String>> =
        columns.iter().enumerate().map(|(at, (_, title))| vec![NOTE.fitted(title, width(at))]).collect();
    let titled = columns.iter().any(|(_, title)| !title.is_empty());
    if titled {
        let parts = cells(sheet, &Role::ColumnTitle);
        line(sheet, &parts, NOTE, 0, &titles);
    }
    for row in rows {
        let texts: Vec<Vec<String>> =
            row.iter().enumerate().map(|(at, text)| SMALL.wrapped(text, width(at))).collect();
        let height = texts.iter().map(Vec::len).max().unwrap_or(1);
        let parts = cells(sheet, &Role::Cell);
        // What is short stays together; a long one may go on below.
        if sheet.room(height.min(20) as f64 * LEADING) && titled {
            line(sheet, &[], NOTE, 0, &titles);
        }
        for at in 0..height {
            sheet.room(LEADING);
            line(sheet, &parts, SMALL, at, &texts);
        }
    }
}

fn time(l: Locale, at: Option<LocalDateTime>) -> String {
    at.map_or_else(|| "–".to_owned(), |at| format::date_time(l, at))
}

fn money(l: Locale, amount: &Option<Money>) -> String {
    amount.as_ref().map_or_else(|| "–".to_owned(), |amount| format::money(l, amount))
}

fn people(sheet: &mut Sheet, l: Locale, work: &WorkView) {
    let name = |worker: &domain::intervention::Worker| match worker.lead {
        true => format!("{} ({})", worker.user.name, work_text::lead_mark(l)),
        false => worker.user.name.clone(),
    };
    let mut named: Vec<(&str, String)> = vec![];
    if !work.workers.is_empty() {
        let workers = work.workers.iter().map(name).collect::<Vec<_>>().join(", ");
        named.push((work_text::technicians(l), workers));
    }
    let detail = &work.detail;
    let done = |by: &Option<String>, at| by.as_ref().map(|by| format!("{by}, {}", time(l, at)));
    let completed = done(&detail.completed_by, detail.ended_local);
    named.extend(completed.map(|who| (words::completed_by(l), who)));
    named.extend(detail.validated_by.clone().map(|who| (words::validated_by(l), who)));
    let rows = named.into_iter().map(|(what, who)| vec![what.to_owned(), who]).collect();
    table(sheet, work_text::people(l), &[(0.0, ""), (44.0, "")], rows);
}

fn failures(sheet: &mut Sheet, l: Locale, work: &WorkView) {
    let row = |f: &FailureView| {
        let down = (f.downtime_seconds > 0).then(|| duration(l, f.downtime_seconds));
        let codes = [&f.mode, &f.mechanism, &f.cause].into_iter().flatten();
        let codes: Vec<String> =
            codes.map(|code| format!("{} {}", code.code, said::failure_code(l, code))).collect();
        let diagnosis = match codes.is_empty() {
            true => failure::not_known(l).to_owned(),
            false => codes.join(" · "),
        };
        vec![
            f.title.clone(),
            time(l, Some(f.started_local)),
            time(l, f.restored_local),
            down.unwrap_or_else(|| "–".to_owned()),
            diagnosis,
        ]
    };
    let rows = work.failures.iter().filter(|f| !f.withdrawn).map(row).collect();
    let columns = [
        (0.0, work_text::title_field(l)),
        (42.0, failure::started(l)),
        (70.0, failure::restored(l)),
        (98.0, words::downtime(l)),
        (116.0, failure::diagnosis(l)),
    ];
    table(sheet, work_text::failures(l), &columns, rows);
}

fn steps(sheet: &mut Sheet, l: Locale, work: &WorkView) {
    let rows = work.checklist.steps.iter().map(|step| {
        let state = match step.is_done() {
            _ if step.is_out_of_tolerance() => checklist::state_out(l),
            true => checklist::state_done(l),
            false => checklist::state_todo(l),
        };
        let answer = said::answered(l, step).map_or(state.to_owned(), |value| format!("{state} : {value}"));
        let note = step.answer.as_ref().and_then(|answer| answer.note.clone());
        let who = step.answer.as_ref().filter(|answer| answer.done);
        let who = who.map(|answer| format!("{}, {}", answer.by.name, format::date_time(l, answer.at_local)));
        let label = match said::expected(l, step) {
            Some(expected) => format!("{} ({expected})", step.label),
            None => step.label.clone(),
        };
        let answer = [Some(answer), note].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        vec![label, answer, who.unwrap_or_default()]
    });
    let rows = rows.collect();
    let columns = [(0.0, words::step(l)), (70.0, words::answer(l)), (130.0, words::who(l))];
    table(sheet, checklist::title(l), &columns, rows);
}

fn hours(sheet: &mut Sheet, l: Locale, work: &WorkView) {
    let rows: Vec<Vec<String>> = work
        .periods
        .iter()
        .map(|p| {
            let (from, to) = (time(l, Some(p.started_local)), time(l, p.ended_local));
            vec![p.user.name.clone(), from, to, duration(l, p.seconds)]
        })
        .collect();
    let any = !rows.is_empty();
    let columns = [
        (0.0, words::who(l)),
        (70.0, work_text::hours_from(l)),
        (105.0, work_text::hours_to(l)),
        (140.0, text::duration(l)),
    ];
    table(sheet, work_text::hours(l), &columns, rows);
    if any {
        let worked = work_text::worked(l, duration(l, work.worked_seconds));
        let hands_on = work_text::hands_on(l, duration(l, work.hands_on_seconds));
        sheet.note(&format!("{worked} · {hands_on}"));
    }
}

fn parts(sheet: &mut Sheet, l: Locale, work: &WorkView) {
    let rows = work.parts.iter().map(|part| vec![part.text.clone(), money(l, &part.amount)]).collect();
    table(
        sheet,
        work_text::parts(l),
        &[(0.0, work_text::part_text(l)), (140.0, work_text::part_cost(l))],
        rows,
    );
}

fn costs(sheet: &mut Sheet, l: Locale, work: &WorkView) {
    let split =
        |costs: &&Costs| [&costs.labour, &costs.parts, &costs.other].iter().any(|part| part.is_some());
    // The total alone stands among the facts.
    let Some(costs) = work.costs.as_ref().filter(split) else { return };
    let lines = [
        (work_text::labour(l), &costs.labour),
        (work_text::parts(l), &costs.parts),
        (work_text::other(l), &costs.other),
        (work_text::total(l), &costs.total),
    ];
    let rows = lines.iter().map(|(what, amount)| vec![(*what).to_owned(), money(l, amount)]).collect();
    table(sheet, work_text::costs(l), &[(0.0, ""), (140.0, work_text::part_cost(l))], rows);
}

/// What was said to everybody: an internal word stays inside, also on paper.
fn comments(sheet: &mut Sheet, l: Locale, work: &WorkView) {
    let said: Vec<_> = work.comments.iter().filter(|comment| !comment.internal).collect();
    if said.is_empty() {
        return;
    }
    sheet.heading(work_text::comments(l), 2.0 * LEADING);
    for comment in said {
        sheet.note(&format!("{}, {}", comment.by, format::date_time(l, comment.at_local)));
        sheet.prose(&comment.text);
    }
}

fn history(sheet: &mut Sheet, l: Locale, work: &WorkView) {
    let row = |h: &HistoryEntry| {
        let step = match h.action.parse::<WorkAction>() {
            Ok(action) => capitalized(labels::work_action(l, action)),
            Err(_) if h.action == "report" => work_text::step_report(l).to_owned(),
            Err(_) => work_text::step_created(l).to_owned(),
        };
        let why = h.hold_reason.map(|reason| said::hold_reason(l, reason));
        let why = why.or(h.return_kind.map(|kind| said::return_kind(l, kind))).map(str::to_owned);
        let remark = [why, h.remark.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        vec![time(l, Some(h.at_local)), step, labels::status(l, h.to).to_owned(), h.by.clone(), remark]
    };
    let rows = work.history.iter().map(row).collect();
    let columns = [
        (0.0, words::when(l)),
        (30.0, words::step(l)),
        (58.0, words::status(l)),
        (82.0, words::who(l)),
        (116.0, work_text::remark(l)),
    ];
    table(sheet, work_text::history(l), &columns, rows);
}
