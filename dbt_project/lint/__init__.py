"""What the SQL linter puts in place of dbt. sqlfluff runs this file once per model; `project` keeps what is costly."""

from dbt_project.lint.project import template_names

globals().update(template_names())
