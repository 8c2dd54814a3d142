r"""The filter language: one line that says which records to list, in what order and in what groups.

    status:ready tag:billing -tag:internal who:@me rice>100 due<2w "exact words" milestone:MVP sort:-rice,rank

Grammar (EBNF; blanks separate terms, letter case of keywords and names does not matter):

    query        = [ alternatives ] ;                        (* nothing: every record *)
    alternatives = sequence , { "or" , sequence } ;
    sequence     = item , { [ "and" ] , item } ;             (* binds tighter than or *)
    item         = term | sort | group ;                     (* sort and group: once, not within parentheses *)
    sort         = "sort:" , [ "-" ] , name , { "," , [ "-" ] , name } ;
    group        = "group:" , name ;
    term         = "-" , term
                 | "(" , alternatives , ")"
                 | name , ( ":" | "=" | "!=" ) , value , { "," , value }
                 | name , ( ">" | ">=" | "<" | "<=" ) , value
                 | phrase
                 | word ;
    name         = letter , { letter | digit | "_" | "." | "-" } ;
    value        = phrase | bare value ;                     (* bare: no blank, comma, parenthesis, quotation mark *)
    phrase       = '"' , { any character but " and \ | '\"' | '\\' } , '"' ;
    word         = character but blank, parenthesis, quotation mark , { such a character } ;

`docs/query-language.md` says what each means. Reading is in `query_parse`, testing in `query_match` and `query_terms`,
order and groups in `query_view`, completion in `query_complete`; this module is what others import.
"""

from __future__ import annotations

from pmtui.domain.query_columns import Environment, computed_column
from pmtui.domain.query_match import matching
from pmtui.domain.query_parse import parse
from pmtui.domain.query_syntax import Group, Not, Query, QuerySyntax, SortKey, Term, Value, Words, print_query
from pmtui.domain.query_view import grouped, view

__all__ = (
    "Environment", "Group", "Not", "Query", "QuerySyntax", "SortKey", "Term", "Value", "Words",
    "computed_column", "grouped", "matching", "parse", "print_query", "view",
)
