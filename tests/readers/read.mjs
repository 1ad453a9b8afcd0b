// Reads workbooks with two spreadsheet readers of the JavaScript world and prints what they found.
//
//   node read.mjs FILE...   →   [{"sheetjs": {...}, "excelts": {...}}, ...] on stdout
//
// SheetJS gives the cells, ExcelTS the input limits and locks that SheetJS does not read.
import { readFileSync } from "node:fs";
import { Workbook } from "@cj-tech-master/excelts";
import { installChartSupport } from "@cj-tech-master/excelts/chart";
import * as XLSX from "@e965/xlsx";

const STATES = ["visible", "hidden", "veryHidden"];

function cellsOf(sheet) {
  const cells = {};
  for (const [ref, cell] of Object.entries(sheet)) {
    if (ref.startsWith("!")) continue;
    cells[ref] = { kind: cell.t, value: cell.v ?? null, formula: cell.f ?? null };
  }
  return cells;
}

function notesOf(sheet) {
  const noted = Object.entries(sheet).filter(([ref, cell]) => !ref.startsWith("!") && cell.c);
  return Object.fromEntries(noted.map(([ref, cell]) => [ref, cell.c.map((note) => note.t).join("")]));
}

function readSheetJs(data) {
  const book = XLSX.read(data, { cellFormula: true, cellHTML: false, cellText: false });
  return {
    tabs: book.SheetNames.map((name, at) => ({
      name,
      state: STATES[book.Workbook.Sheets[at].Hidden ?? 0],
      cells: cellsOf(book.Sheets[name]),
      merges: (book.Sheets[name]["!merges"] ?? []).map(XLSX.utils.encode_range),
      notes: notesOf(book.Sheets[name]),
    })),
    names: (book.Workbook.Names ?? []).map((name) => [name.Name, name.Ref]),
    properties: book.Custprops ?? {},
  };
}

function lockedOf(sheet) {
  const locks = {};
  sheet.eachRow({ includeEmpty: true }, (row) => {
    row.eachCell({ includeEmpty: true }, (cell) => {
      locks[cell.address] = cell.protection?.locked ?? true;
    });
  });
  return locks;
}

async function readExcelTs(data) {
  const book = new Workbook();
  await book.xlsx.load(data);
  return {
    tabs: book.worksheets.map((sheet) => ({
      name: sheet.name,
      state: sheet.state,
      protected: Boolean(sheet.sheetProtection?.sheet),
      limits: sheet.dataValidations.model,
      locked: lockedOf(sheet),
    })),
  };
}

installChartSupport();
const found = [];
for (const path of process.argv.slice(2)) {
  const data = readFileSync(path);
  found.push({ sheetjs: readSheetJs(data), excelts: await readExcelTs(data) });
}
process.stdout.write(JSON.stringify(found));
