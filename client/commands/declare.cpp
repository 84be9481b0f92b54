// Commands that declare what the rules cannot derive. They run no DDL on user tables.
#include "../command.hpp"

namespace relmeta::client {

// clang-format off
Commands declare_commands() {
    const Parameter bridge{"bridge", "regclass", Place::argument, "the table", ""};
    const Parameter source{"source", "regclass", Place::argument, "the source table of the relationship", ""};
    Commands commands{
        {"declare-bridge", "declare that a table is a bridge", "declare_bridge", Shape::nothing,
         {bridge, {"ends", "name", Place::list, "name of a foreign key or declared relationship that is an end (default: all)", "end"}},
         "declare-bridge enrolment --end enrolment_student_fkey --end enrolment_course_fkey", "", true},
        {"reject-bridge", "declare that a table is not a bridge", "reject_bridge", Shape::nothing, {bridge}, "reject-bridge invoice",
         "", true},
        {"declare-relationship", "declare a relationship that has no foreign key", "declare_relationship",
         Shape::value,
         {{"source", "regclass", Place::argument, "the referencing table or view", ""},
          {"target", "regclass", Place::argument, "the referenced table or view", ""},
          {"source_columns", "name", Place::list, "a column of the source", "source-column", true},
          {"target_columns", "name", Place::list, "the matching column of the target, in the same order", "target-column",
           true},
          {"kind", "text", Place::option, "one_to_one, one_to_many, many_to_one or many_to_many (default: proved from unique indexes)", ""},
          {"name", "text", Place::option, "name of the relationship from source to target", ""},
          {"inverse_name", "text", Place::option, "name of the relationship from target to source", ""},
          {"condition", "text", Place::option, "condition on rows of the source, as in \"imageable_type = 'Product'\"", ""}},
         "declare-relationship order_view customer --source-column customer_no --target-column no --kind many_to_one", "", true},
        {"accept-relationship", "add the relationship suggested for columns of a table", "accept_relationship", Shape::value,
         {{"source", "regclass", Place::argument, "the table with the columns", ""},
          {"source_columns", "name", Place::list, "a column of the table", "column", true},
          {"target", "regclass", Place::option, "the referenced table (default: the suggested one)", ""},
          {"declare", "bool", Place::flag, "declare it instead of adding a foreign key", ""}},
         "accept-relationship orders --column customer_id", "", true},
        {"reject-relationship", "record that columns of a table do not refer to another table, so that this is not suggested again",
         "reject_relationship", Shape::nothing,
         {{"source", "regclass", Place::argument, "the table with the columns", ""},
          {"source_columns", "name", Place::list, "a column of the table", "column", true},
          {"target", "regclass", Place::option, "the table (default: any)", ""}},
         "reject-relationship orders --column legacy_id", "", true},
        {"rename-relationship", "rename a relationship", "rename_relationship", Shape::nothing,
         {source,
          {"name", "name", Place::argument, "the current name", ""},
          {"new_name", "text", Place::argument, "the new name", ""}},
         "rename-relationship user accounts teams", "", true},
        {"forget", "remove declarations and chosen names", "forget", Shape::nothing,
         {{"source", "regclass", Place::argument, "the table", ""},
          {"name", "text", Place::optional_argument, "one relationship (default: everything declared about the table)", ""}},
         "forget user teams", "", true},
    };
    for (Command &command : commands) command.needs_extension = true;  // declarations are stored in its tables
    return commands;
}
// clang-format on

}  // namespace relmeta::client
