//! Working time and planning: `docs/oracle/planning.md`.

use domain::{
    InterventionId, LocalDateTime, Timestamp, UserId,
    planning::{
        Board, Change, Equipment, Forecast, Placement, Settings, Task, Technician, Week, When, handle,
    },
    span::Span,
    worktime::{WorkCalendar, WorkingTime},
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    #[serde(default)]
    calendars: Vec<CalendarCase>,
    #[serde(default)]
    boards: Vec<BoardCase>,
}

#[derive(Serialize)]
struct Output {
    calendars: Vec<Vec<Value>>,
    boards: Vec<Vec<Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarCase {
    zone: String,
    calendar: WorkCalendar,
    questions: Vec<CalendarQuestion>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum CalendarQuestion {
    Working(Span),
    Absent(Span),
    OnCall(Span),
    Breaks { window: Span, longest_minutes: u32 },
    SecondsByDay(Span),
    AddMinutes { from: Timestamp, minutes: u32 },
    MinutesBetween { from: Timestamp, to: Timestamp },
    NextInstant(Timestamp),
    PreviousInstant(Timestamp),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BoardCase {
    zone: String,
    #[serde(default)]
    settings: Settings,
    technicians: Vec<Technician>,
    #[serde(default)]
    equipment: Vec<Equipment>,
    tasks: Vec<Task>,
    questions: Vec<BoardQuestion>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum BoardQuestion {
    Verdict { task: InterventionId, place: Placement },
    Handle(InterventionId),
    Change { task: InterventionId, change: Change, now: Timestamp },
    Release { forecast: Box<Forecast>, start: LocalDateTime, technicians: Vec<UserId> },
    Capacity { technician: UserId, period: Span },
    FreeTime { technician: UserId, period: Span },
    Conflicts(Span),
    Rank { task: InterventionId, when: When },
    Week { week: Week, now: Timestamp },
}

pub fn answer(input: &str) -> super::Answer {
    let input: Input = serde_json::from_str(input).map_err(|e| format!("the input: {e}"))?;
    let output = Output {
        calendars: input.calendars.iter().map(CalendarCase::answers).collect::<Result<_, _>>()?,
        boards: input.boards.iter().map(BoardCase::answers).collect::<Result<_, _>>()?,
    };
    serde_json::to_string_pretty(&output).map_err(|e| e.to_string())
}

pub fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|_| format!("the time zone {name:?} is not known"))
}

impl CalendarCase {
    fn answers(&self) -> Result<Vec<Value>, String> {
        let zone = zone(&self.zone)?;
        Ok(self.questions.iter().map(|question| self.answer(question, &zone)).collect())
    }

    fn answer(&self, question: &CalendarQuestion, zone: &TimeZone) -> Value {
        use CalendarQuestion as Q;
        let calendar = &self.calendar;
        let time = WorkingTime { calendar, zone };
        match *question {
            Q::Working(window) => json!(time.spans(window)),
            Q::Absent(window) => json!(calendar.absent(window, zone)),
            Q::OnCall(window) => json!(calendar.on_call(window, zone)),
            Q::Breaks { window, longest_minutes } => json!(calendar.breaks(window, longest_minutes, zone)),
            Q::SecondsByDay(window) => json!(time.seconds_by_day(window)),
            Q::AddMinutes { from, minutes } => json!(time.add_minutes(from, minutes).ok()),
            Q::MinutesBetween { from, to } => json!(time.minutes_between(from, to)),
            Q::NextInstant(at) => json!(time.next_instant(at).ok()),
            Q::PreviousInstant(at) => json!(time.previous_instant(at).ok()),
        }
    }
}

impl BoardCase {
    fn answers(&self) -> Result<Vec<Value>, String> {
        let zone = zone(&self.zone)?;
        let board = Board::new(&zone, &self.settings, &self.technicians, &self.equipment, &self.tasks);
        self.questions.iter().map(|question| answer_of(&board, question)).collect()
    }
}

fn answer_of(board: &Board<'_>, question: &BoardQuestion) -> Result<Value, String> {
    use BoardQuestion as Q;
    let task = |id: &InterventionId| board.task(*id).ok_or_else(|| format!("there is no task {id}"));
    let person = |id: &UserId| board.technician(*id).ok_or_else(|| format!("there is no technician {id}"));
    Ok(match question {
        Q::Verdict { task: id, place } => json!(board.verdict(task(id)?, place)),
        Q::Handle(id) => json!(handle(task(id)?)),
        Q::Change { task: id, change, now } => json!(board.try_change(task(id)?, change, *now)),
        Q::Release { forecast, start, technicians } => match board.release(forecast, *start, technicians) {
            Ok(release) => json!({ "released": release }),
            Err(verdict) => json!({ "refused": verdict }),
        },
        Q::Capacity { technician, period } => json!(board.capacity(person(technician)?, *period)),
        Q::FreeTime { technician, period } => json!(board.free_time(*technician, *period)),
        Q::Conflicts(period) => json!(board.conflicts(*period)),
        Q::Rank { task: id, when } => json!(board.rank(task(id)?, *when)),
        Q::Week { week, now } => json!(board.plan_week(*week, *now)),
    })
}
