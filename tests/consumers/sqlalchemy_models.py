# Imports the models that relmeta exports for SQLAlchemy, configures their mappers, and loads each relationship:
# sqlalchemy_models.py MODULE OUT. Writes the rows as JSON for loaded.mjs. A warning of SQLAlchemy is an error.
import importlib.util, json, sys, warnings
import sqlalchemy as sa
from sqlalchemy import orm

warnings.simplefilter('error', sa.exc.SAWarning)
spec = importlib.util.spec_from_file_location('models', sys.argv[1])
models = importlib.util.module_from_spec(spec)
spec.loader.exec_module(models)
orm.configure_mappers()
session = orm.Session(sa.create_engine('postgresql+psycopg2://'))


def values(mapper, row):
    return {column.name: getattr(row, mapper.get_property_by_column(column).key) for column in mapper.local_table.columns}


found = []
for mapper in models.Base.registry.mappers:
    table = mapper.local_table
    rows = session.execute(sa.select(mapper.class_)).scalars().all()
    for relationship in mapper.relationships:
        links = []
        for row in rows:
            link = getattr(row, relationship.key)
            link = link if relationship.uselist else [link] if link is not None else []
            links.append({'row': values(mapper, row), 'links': [values(relationship.mapper, each) for each in link]})
        found.append({'source': [table.schema, table.name], 'name': relationship.key, 'many': relationship.uselist, 'rows': links,
                      'target': [relationship.mapper.local_table.schema, relationship.mapper.local_table.name]})
with open(sys.argv[2], 'w') as out:
    json.dump(found, out)
