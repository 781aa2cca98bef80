// Reads exports with ion-js and the unmarshaller of the SDK: `node exports.js BUCKET SUMMARY...`.
//
// BUCKET is a folder, SUMMARY the key of a summary manifest. For each export it prints a line of
// JSON with what the summary says, and one for each record, in the order of their text. Values are
// printed in one form, whatever the format of the export: numbers as coefficient and exponent,
// binaries in hexadecimal, sets in order.

const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { gunzipSync } = require("node:zlib");
const { unmarshall } = require("@aws-sdk/util-dynamodb");
const ion = require("ion-js");

const [bucket, ...summaries] = process.argv.slice(2);
const read = (key) => readFileSync(join(bucket, key));
const md5 = (data) => createHash("md5").update(data).digest("base64");

// DynamoDB JSON: binaries are in base64, which the SDK expects to be decoded.

function decoded(value) {
  const [[type, content]] = Object.entries(value);
  const decoders = {
    B: (text) => Buffer.from(text, "base64"),
    BS: (texts) => texts.map((text) => Buffer.from(text, "base64")),
    L: (elements) => elements.map(decoded),
    M: decodedMap,
  };
  return { [type]: type in decoders ? decoders[type](content) : content };
}

function decodedMap(members) {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, decoded(value)]));
}

function plain(value) {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString("hex")}`;
  if (value instanceof Set) return { set: [...value].map(plain).sort() };
  if (Array.isArray(value)) return value.map(plain);
  if ("value" in value && value.constructor.name === "NumberValue") return number(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
}

const ofJson = (members) => plain(unmarshall(decodedMap(members), { wrapNumbers: true }));

function number(text) {
  const [mantissa, power] = text.split(/e/i);
  const [whole, part = ""] = mantissa.split(".");
  return scaled(BigInt(whole + part), Number(power ?? 0) - part.length);
}

function scaled(coefficient, exponent) {
  if (coefficient === 0n) return "0e0";
  while (coefficient % 10n === 0n) { coefficient /= 10n; exponent += 1; }
  return `${coefficient}e${exponent}`;
}

// Ion

function ofIon(value) {
  if (value.isNull()) return null;
  switch (value.getType()) {
    case ion.IonTypes.BOOL: return value.booleanValue();
    case ion.IonTypes.STRING: return value.stringValue();
    case ion.IonTypes.BLOB: return `0x${Buffer.from(value.uInt8ArrayValue()).toString("hex")}`;
    case ion.IonTypes.DECIMAL: {
      const found = value.decimalValue();
      return scaled(BigInt(found.getCoefficient().toString()), found.getExponent());
    }
    case ion.IonTypes.STRUCT:
      return Object.fromEntries([...value.fields()].map(([name, each]) => [name, ofIon(each)]));
    case ion.IonTypes.LIST: {
      const elements = value.elements().map(ofIon);
      const [annotation] = value.getAnnotations();
      if (annotation === undefined) return elements;
      if (!/^\$dynamodb_[SNB]S$/.test(annotation)) throw new Error(annotation);
      return { set: elements.sort() };
    }
    default: throw new Error(value.getType().name);
  }
}

// Exports

function ofLine(line, format) {
  if (format === "ION") {
    const { Item, Record } = ofIon(ion.load(line));
    return Item ?? Record;
  }
  const { Item, Metadata, ...images } = JSON.parse(line);
  if (Item !== undefined) return ofJson(Item);
  const shown = Object.entries(images).map(([name, image]) => [name, ofJson(image)]);
  return { Metadata: ofJson(Metadata), ...Object.fromEntries(shown) };
}

function text(value) {
  const isObject = value !== null && typeof value === "object" && !Array.isArray(value);
  if (!isObject) return Array.isArray(value) ? `[${value.map(text)}]` : JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${text(value[name])}`)}}`;
}

for (const key of summaries) {
  const summary = JSON.parse(read(key));
  const records = [];
  for (const file of read(summary.manifestFilesS3Key).toString().trim().split("\n")) {
    const { itemCount, md5Checksum, dataFileS3Key } = JSON.parse(file);
    const data = read(dataFileS3Key);
    if (md5(data) !== md5Checksum) throw new Error(`MD5 of ${dataFileS3Key}`);
    const lines = gunzipSync(data).toString().split("\n").filter((line) => line !== "");
    if (lines.length !== itemCount) throw new Error(`items of ${dataFileS3Key}`);
    records.push(...lines.map((line) => text(ofLine(line, summary.outputFormat))));
  }
  const { itemCount, outputFormat, exportType = "FULL_EXPORT", outputView = "" } = summary;
  console.log([outputFormat, exportType, outputView, itemCount].join(" "));
  for (const record of records.sort()) console.log(record);
}
