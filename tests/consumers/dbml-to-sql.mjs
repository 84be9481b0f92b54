// Translates DBML on standard input to DDL for PostgreSQL, like dbdiagram.io.
import { readFileSync } from 'node:fs';
import { ModelExporter, Parser } from '@dbml/core';

const database = new Parser().parse(readFileSync(0, 'utf8'), 'dbmlv2');
process.stdout.write(ModelExporter.export(database, 'postgres'));
