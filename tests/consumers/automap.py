"""Prints the relationships that SQLAlchemy's automap makes of the schema public, for verdicts.mjs."""
import json
import sys
import warnings

from sqlalchemy import create_engine
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.orm import configure_mappers

warnings.simplefilter('ignore')
base = automap_base()
base.prepare(create_engine('postgresql+psycopg2://'), reflect=True)
configure_mappers()
json.dump([['public.' + mapper.local_table.name, relationship.key, 'public.' + relationship.mapper.local_table.name, relationship.uselist]
           for mapper in base.registry.mappers for relationship in mapper.relationships], sys.stdout)
