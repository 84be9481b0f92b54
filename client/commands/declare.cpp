// Commands that record what no rule can know; they run no DDL on the user's tables.
#include "../command.hpp"

namespace relmeta::client {

// clang-format off
Commands declare_commands() {
    const Parameter bridge{"bridge", "regclass", Place::argument, "the table", ""};
    const Parameter source{"source", "regclass", Place::argument, "the table whose relationship it is", ""};
    Commands commands{
        {"declare-bridge", "say that a table is a bridge", "declare_bridge", Shape::nothing,
         {bridge, {"ends", "name", Place::list, "a foreign key that connects, by its constraint's name; by default all", "end"}},
         "declare-bridge enrolment --end enrolment_student_fkey --end enrolment_course_fkey", "", true},
        {"reject-bridge", "say that a table is no bridge", "reject_bridge", Shape::nothing, {bridge}, "reject-bridge invoice",
         "", true},
        {"declare-relationship", "say that columns of one table refer to another, without a foreign key", "declare_relationship",
         Shape::value,
         {{"source", "regclass", Place::argument, "the table or view that refers", ""},
          {"target", "regclass", Place::argument, "the table or view referred to", ""},
          {"source_columns", "name", Place::list, "a column of the source", "source-column", true},
          {"target_columns", "name", Place::list, "the column of the target it is equal to, in the same order", "target-column",
           true},
          {"kind", "text", Place::option, "one_to_one, one_to_many, many_to_one or many_to_many; by default proved", ""},
          {"name", "text", Place::option, "what the target is to the source", ""},
          {"inverse_name", "text", Place::option, "what the source is to the target", ""}},
         "declare-relationship order_view customer --source-column customer_no --target-column no --kind many_to_one", "", true},
        {"accept-relationship", "make the relationship that is suggested for columns of a table", "accept_relationship", Shape::value,
         {{"source", "regclass", Place::argument, "the table with the columns", ""},
          {"source_columns", "name", Place::list, "a column of it", "column", true},
          {"target", "regclass", Place::option, "the table that they refer to; by default the one that is suggested", ""},
          {"declare", "bool", Place::flag, "declare it, instead of adding a foreign key", ""}},
         "accept-relationship orders --column customer_id", "", true},
        {"reject-relationship", "say that columns of a table do not refer to another, so that it is not suggested again",
         "reject_relationship", Shape::nothing,
         {{"source", "regclass", Place::argument, "the table with the columns", ""},
          {"source_columns", "name", Place::list, "a column of it", "column", true},
          {"target", "regclass", Place::option, "the table; by default any", ""}},
         "reject-relationship orders --column legacy_id", "", true},
        {"rename-relationship", "give a relationship a name of your own", "rename_relationship", Shape::nothing,
         {source,
          {"name", "name", Place::argument, "its name", ""},
          {"new_name", "text", Place::argument, "the name it shall have", ""}},
         "rename-relationship user accounts teams", "", true},
        {"forget", "forget what was declared, back to what is derived", "forget", Shape::nothing,
         {{"source", "regclass", Place::argument, "the table", ""},
          {"name", "text", Place::optional_argument, "one relationship; by default all that was said of the table", ""}},
         "forget user teams", "", true},
    };
    for (Command &command : commands) command.needs_extension = true;  // whose tables keep what is said
    return commands;
}
// clang-format on

}  // namespace relmeta::client
