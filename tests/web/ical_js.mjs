// Reads a calendar from stdin by ical.js, the reader of Thunderbird, and prints its entries as JSON. Zones are taken from
// the file alone: ical.js knows none.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);

const told = (time) =>
  time.isDate ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");

const entries = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    start: told(event.startDate),
    end: told(event.endDate),
    isDate: event.startDate.isDate,
    tzid: component.getFirstProperty("dtstart").getParameter("tzid") ?? "",
    status: component.getFirstPropertyValue("status"),
    sequence: event.sequence,
    summary: event.summary,
    description: event.description,
    isRecurring: event.isRecurring(),
  };
});
process.stdout.write(JSON.stringify({ name: calendar.getFirstPropertyValue("name"), entries }));
