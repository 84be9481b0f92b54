"""Prints the relationships that SQLAlchemy's automap makes of the schema public, for verdicts.mjs. What stops automap has to be a name
of which relmeta.consumers() says that it collides, or a link of a table to itself that it says is invented: the column, or the table
that automap takes for a bridge, is dropped then."""
import json
import re
import sys
import warnings

from sqlalchemy import create_engine, exc, text
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.orm import clear_mappers, configure_mappers

warnings.simplefilter('ignore')
engine = create_engine('postgresql+psycopg2://')
quote = engine.dialect.identifier_preparer.quote_identifier
collisions = text("""SELECT v.relationship FROM relmeta.consumers('sqlalchemy') AS v JOIN pg_class AS c ON c.oid = v.source
    WHERE verdict = 'collides' AND relname = :source AND reason LIKE :reason""")
invented = text("""SELECT substring(reason FROM ' through (.*?) [(]') AS bridge FROM relmeta.consumers('sqlalchemy') AS v JOIN pg_class AS c ON c.oid = v.source
    WHERE verdict = 'invented' AND relname = :source AND reason LIKE 'a link to ' || quote_ident(relname) || ' through %'""")
bridge_of = text("SELECT bridge::regclass FROM relmeta.relationship JOIN pg_class AS c ON c.oid = source WHERE relname = :source AND name = :name")
while True:
    base = automap_base()
    try:
        base.prepare(engine, reflect=True)
        configure_mappers()
        break
    except exc.ArgumentError as stopped:
        clear_mappers()
        found = re.search(r"on mapped class \S+?->(.*?), column '(.*?)' conflicts", str(stopped))
        clash = re.search(r"backref '(.*?)'.*mapper 'mapped class \S+?->(.*?)'", str(stopped))
        source, name = found.groups() if found else (clash.group(2), clash.group(1))
        with engine.begin() as connection:
            unsaid = [] if found else connection.execute(invented, {'source': source}).fetchall()
            said = connection.execute(collisions, {'source': source, 'reason': f'%is also named "{name}"%'}).fetchall()
            if not said and not unsaid:
                sys.exit(f'not foretold: {stopped}')
            if found:
                connection.execute(text(f'ALTER TABLE {quote(source)} DROP COLUMN {quote(name)} CASCADE'))
            elif not said:
                connection.execute(text(f'DROP TABLE {unsaid[0].bridge}'))
            else:
                bridge, = connection.execute(bridge_of, {'source': source, 'name': said[0].relationship}).fetchone()
                connection.execute(text(f'DROP TABLE {bridge}'))
        print(f'{source}.{name} stops it', file=sys.stderr)
json.dump([['public.' + mapper.local_table.name, relationship.key, 'public.' + relationship.mapper.local_table.name, relationship.uselist]
           for mapper in base.registry.mappers for relationship in mapper.relationships], sys.stdout)
