-- Names that have a meaning in the languages of exports, that become equal there, and that are long.
CREATE TABLE "quote'""`x" (id integer PRIMARY KEY, "a'""`{b}" integer REFERENCES "quote'""`x", "{b}[c]" text);
CREATE TABLE "line
two" (id integer PRIMARY KEY, "col
umn" integer REFERENCES "quote'""`x");
CREATE TABLE "back\slash" (id integer PRIMARY KEY, "c\d" integer REFERENCES "line
two", "*/" integer REFERENCES "back\slash", "-- %% %s" text);
CREATE TABLE long (id integer PRIMARY KEY, "a_sixty_three_byte_column_that_is_as_long_as_postgresql_lets_b1" integer REFERENCES "back\slash",
    "a_sixty_three_byte_column_that_is_as_long_as_postgresql_lets_b2" integer REFERENCES "back\slash");
CREATE TABLE "größe" (id integer PRIMARY KEY, "naïve_id" integer REFERENCES "größe", "日本_id" integer REFERENCES "back\slash");
CREATE TABLE "日本" (id integer PRIMARY KEY, "größe_id" integer REFERENCES "größe");
CREATE TABLE "class" (id integer PRIMARY KEY, "import" integer REFERENCES "class", "self" integer REFERENCES "größe", "metadata" text, "registry" text,
    "objects" integer REFERENCES "größe", "pk" integer, "check" text, "constructor" text, "__proto__" text, "toString" integer REFERENCES "日本");
CREATE TABLE "model" (id integer PRIMARY KEY, "type" text, "enum" integer REFERENCES "class", "default" integer, "delete" integer REFERENCES "class");
CREATE TABLE "a b" (id integer PRIMARY KEY, "x y" integer REFERENCES "model", "x-y" text);
CREATE TABLE "a_b" (id integer PRIMARY KEY, "x_y" integer REFERENCES "model", "X_Y" integer REFERENCES "a b");
CREATE TABLE "A_B" (id integer PRIMARY KEY, "None" integer REFERENCES "a_b", "True" text);
CREATE TABLE "Base" (id integer PRIMARY KEY, "models" integer REFERENCES "A_B");
CREATE TABLE "1" (id integer PRIMARY KEY, "2" integer REFERENCES "Base");
CREATE TABLE "PrismaClient" (id integer PRIMARY KEY, "Int" integer REFERENCES "1");
CREATE TABLE "String" (id integer PRIMARY KEY, "Query" integer REFERENCES "PrismaClient");
CREATE TABLE "relations" (id integer PRIMARY KEY, "sql" integer REFERENCES "String");
CREATE TABLE "orm" (id integer PRIMARY KEY, "sa" integer REFERENCES "relations");
CREATE TABLE "end" (id integer PRIMARY KEY, "Table" integer REFERENCES "orm", "Ref" integer REFERENCES "orm");
CREATE TABLE "erDiagram" (id integer PRIMARY KEY, "PK" integer REFERENCES "end");
CREATE TABLE "class_end" (class_id integer REFERENCES "class", end_id integer REFERENCES "end", PRIMARY KEY (class_id, end_id));
CREATE TABLE "many""to
many" ("ö_id" integer REFERENCES "größe", "日" integer REFERENCES "日本", PRIMARY KEY ("ö_id", "日"));
CREATE SCHEMA "odd""schema.";
CREATE TABLE "odd""schema."."class" (id integer PRIMARY KEY, "class" integer REFERENCES "class");
