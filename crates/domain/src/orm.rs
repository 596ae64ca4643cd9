//! The one place where our times become database values: `timestamptz` and `date` on PostgreSQL, text on
//! SQLite (both sort in time order). Ids and text enums map themselves where they are declared.

use crate::{Date, Timestamp};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sea_orm::{
    ColIdx, DbErr, QueryResult, TryGetError, TryGetable, Value,
    sea_query::{ArrayType, ColumnType, Nullable, ValueType, ValueTypeErr},
};

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Value {
        DateTime::<Utc>::from_timestamp_millis(at.as_millisecond()).into()
    }
}

impl TryGetable for Timestamp {
    fn try_get_by<I: ColIdx>(res: &QueryResult, index: I) -> Result<Self, TryGetError> {
        DateTime::<Utc>::try_get_by(res, index).map(|at| Timestamp::from_millis(at.timestamp_millis()))
    }
}

impl ValueType for Timestamp {
    fn try_from(v: Value) -> Result<Self, ValueTypeErr> {
        <DateTime<Utc> as ValueType>::try_from(v).map(|at| Timestamp::from_millis(at.timestamp_millis()))
    }
    fn type_name() -> String {
        "Timestamp".to_owned()
    }
    fn array_type() -> ArrayType {
        <DateTime<Utc> as ValueType>::array_type()
    }
    fn column_type() -> ColumnType {
        ColumnType::TimestampWithTimeZone
    }
}

impl Nullable for Timestamp {
    fn null() -> Value {
        <DateTime<Utc> as Nullable>::null()
    }
}

impl sea_orm::IntoActiveValue<Timestamp> for Timestamp {
    fn into_active_value(self) -> sea_orm::ActiveValue<Timestamp> {
        sea_orm::ActiveValue::Set(self)
    }
}

fn to_chrono(date: Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::from(date.year()), date.month() as u32, date.day() as u32)
}

fn from_chrono(date: NaiveDate) -> Option<Date> {
    let year = <i16 as TryFrom<i32>>::try_from(date.year()).ok()?;
    jiff::civil::Date::new(year, date.month() as i8, date.day() as i8).ok().map(Date)
}

impl From<Date> for Value {
    fn from(date: Date) -> Value {
        to_chrono(date).into()
    }
}

impl TryGetable for Date {
    fn try_get_by<I: ColIdx>(res: &QueryResult, index: I) -> Result<Self, TryGetError> {
        let date = NaiveDate::try_get_by(res, index)?;
        from_chrono(date).ok_or_else(|| TryGetError::DbErr(DbErr::Type(format!("date out of range: {date}"))))
    }
}

impl ValueType for Date {
    fn try_from(v: Value) -> Result<Self, ValueTypeErr> {
        from_chrono(<NaiveDate as ValueType>::try_from(v)?).ok_or(ValueTypeErr)
    }
    fn type_name() -> String {
        "Date".to_owned()
    }
    fn array_type() -> ArrayType {
        <NaiveDate as ValueType>::array_type()
    }
    fn column_type() -> ColumnType {
        ColumnType::Date
    }
}

impl Nullable for Date {
    fn null() -> Value {
        <NaiveDate as Nullable>::null()
    }
}

impl sea_orm::IntoActiveValue<Date> for Date {
    fn into_active_value(self) -> sea_orm::ActiveValue<Date> {
        sea_orm::ActiveValue::Set(self)
    }
}
