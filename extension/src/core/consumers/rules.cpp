#include "core/consumers/rules.hpp"

#include <algorithm>

namespace relmeta {

const std::vector<ConsumerInfo> &consumer_list() {
    static const std::vector<ConsumerInfo> list = {
        {Consumer::postgrest, "postgrest", "PostgREST", "12 to 17"},
        {Consumer::hasura, "hasura", "Hasura", "2"},
        {Consumer::pg_graphql, "pg_graphql", "pg_graphql", "1.5 and 1.6"},
        {Consumer::postgraphile, "postgraphile", "PostGraphile", "5.1 with pg-many-to-many 2 and simplify-inflection 9"},
        {Consumer::postgraphile4, "postgraphile4", "PostGraphile 4", "4.14 with pg-many-to-many 1 and simplify-inflector 6"},
        {Consumer::prisma, "prisma", "Prisma", "7.10, db pull"},
        {Consumer::sqlalchemy, "sqlalchemy", "SQLAlchemy", "1.4 and 2, automap"},
        {Consumer::django, "django", "Django", "3.2, inspectdb"},
    };
    return list;
}

const ConsumerInfo &about(Consumer consumer) {
    const auto &list = consumer_list();
    return *std::find_if(list.begin(), list.end(), [&](const ConsumerInfo &info) { return info.consumer == consumer; });
}

const std::vector<ConsumerRule> &consumer_rules() {
    static const std::vector<ConsumerRule> list = {
        {Consumer::postgrest, "reads",
         "foreign keys, including those of the tables under a view, and functions of one row that return rows of a table"},
        {Consumer::postgrest, "one row", "a primary key or unique constraint over the columns of the foreign key, in any order"},
        {Consumer::postgrest, "many to many",
         "two foreign keys that are not one to one and whose columns are all in the primary key"},
        {Consumer::postgrest, "names", "the table, with a hint if several links lead to it; functions by their names"},
        {Consumer::hasura, "reads",
         "foreign keys, as suggested by the console; other relationships are written into the metadata"},
        {Consumer::hasura, "one row", "a unique index over the columns of the foreign key, partial or not, without INCLUDE"},
        {Consumer::hasura, "many to many", "none: two steps over the bridge"},
        {Consumer::hasura, "names", "any GraphQL name that no column of the table has"},
        {Consumer::pg_graphql, "reads",
         "foreign keys between tables that have a primary key and are not partitioned, and functions of one row"},
        {Consumer::pg_graphql, "one row",
         "a unique index without a predicate whose columns, including those of INCLUDE but not expressions, are in the foreign "
         "key"},
        {Consumer::pg_graphql, "many to many", "none: functions"},
        {Consumer::pg_graphql, "names",
         "a directive in the foreign key's comment, the column without Id, or the table, with Collection for a list; if two "
         "names are equal, one disappears"},
        {Consumer::postgraphile, "reads",
         "foreign keys between tables that are not partitions; in reverse only if an index without a predicate contains the "
         "columns of the foreign key"},
        {Consumer::postgraphile, "one row", "a primary key or unique constraint over some or all columns of the foreign key"},
        {Consumer::postgraphile, "many to many",
         "every pair of foreign keys of a table, unless a unique constraint covers exactly the columns of one"},
        {Consumer::postgraphile, "names",
         "tags in the foreign key's comment, the column without its suffix, or the table, in camel case; if two names are equal, "
         "one disappears"},
        {Consumer::postgraphile4, "reads", "foreign keys of tables that are not partitioned"},
        {Consumer::postgraphile4, "one row",
         "a primary key or unique constraint over the columns of the foreign key, in the same order"},
        {Consumer::postgraphile4, "many to many",
         "every pair of foreign keys of one column in a table, unless a unique constraint covers the column of one"},
        {Consumer::postgraphile4, "names",
         "tags in the foreign key's comment, the column without its suffix, or the table, in camel case; if two names are equal, "
         "it stops"},
        {Consumer::prisma, "reads",
         "foreign keys between tables with a primary key or a unique index over NOT NULL columns; no views or partitions"},
        {Consumer::prisma, "one row",
         "a primary key or unique index, partial or not, whose columns are in the foreign key, in any order"},
        {Consumer::prisma, "many to many",
         "a table whose name starts with an underscore and whose only foreign keys are A and B, in the order of the tables' "
         "names, with a unique index over both and an index on B"},
        {Consumer::prisma, "names",
         "the table; with the foreign key and table if several foreign keys connect the same two tables, or a column of the "
         "foreign key has the name"},
        {Consumer::sqlalchemy, "reads", "foreign keys between tables with a primary key; no views"},
        {Consumer::sqlalchemy, "one row", "never, in the reverse direction of the foreign key"},
        {Consumer::sqlalchemy, "many to many",
         "a table with exactly two foreign keys and no other columns, which gets no class of its own"},
        {Consumer::sqlalchemy, "names", "the table, with _collection for a list; if two names are equal, one disappears"},
        {Consumer::django, "reads", "foreign keys of one column within a schema; no views or partitions"},
        {Consumer::django, "one row", "the first column of the primary key, or a unique index over the column, partial or not"},
        {Consumer::django, "many to many", "none: two steps over the bridge"},
        {Consumer::django, "names", "the column without _id, as an identifier; in reverse, the model, with _set for a list"},
    };
    return list;
}

}  // namespace relmeta
