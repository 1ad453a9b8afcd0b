// Reads a calendar file with ical.js, the reader of Thunderbird, and prints what it found.
//
//   node calendar.mjs FILE   →   {"method": …, "name": …, "events": [{"uid": …, …}, …]} on stdout
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

function eventOf(component) {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    sequence: event.sequence,
    stamp: component.getFirstPropertyValue("dtstamp").toString(),
    first: event.startDate.toString(),
    end: event.endDate.toString(),
    allDay: event.startDate.isDate && event.endDate.isDate,
    title: event.summary,
    about: event.description,
    transparency: component.getFirstPropertyValue("transp"),
    alarms: component
      .getAllSubcomponents("valarm")
      .map((alarm) => alarm.getFirstPropertyValue("trigger").toSeconds()),
  };
}

ICAL.design.strict = true;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
const found = {
  version: calendar.getFirstPropertyValue("version"),
  method: calendar.getFirstPropertyValue("method"),
  name: calendar.getFirstPropertyValue("x-wr-calname"),
  events: calendar.getAllSubcomponents("vevent").map(eventOf),
};
process.stdout.write(JSON.stringify(found));
