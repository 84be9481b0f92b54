"""Prints the relationships of the models that Django's inspectdb writes, for verdicts.mjs: inspectdb.py DIRECTORY."""
import importlib
import io
import json
import os
import sys

import django
from django.conf import settings
from django.core.management import call_command

directory = sys.argv[1]
sys.path.insert(0, directory)
settings.configure(DATABASES={'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': os.environ['PGDATABASE'],
                                          'USER': os.environ['PGUSER'], 'HOST': os.environ['PGHOST'], 'PORT': os.environ['PGPORT']}},
                   DEFAULT_AUTO_FIELD='django.db.models.AutoField', INSTALLED_APPS=[])
django.setup()
text = io.StringIO()
call_command('inspectdb', stdout=text)
os.makedirs(directory + '/inspected', exist_ok=True)
open(directory + '/inspected/__init__.py', 'w').close()
with open(directory + '/inspected/models.py', 'w') as out:
    out.write(text.getvalue())
settings.INSTALLED_APPS = ['inspected']
django.apps.apps.set_installed_apps(['inspected'])
importlib.import_module('inspected.models')
links = {}  # an attribute of a class is one, however many fields say that they make it
for model in django.apps.apps.get_models():
    for field in model._meta.get_fields(include_hidden=True):
        if field.is_relation and not isinstance(field.related_model, (str, type(None))):
            name = field.get_accessor_name() if field.auto_created else field.name
            links['public.' + model._meta.db_table, name] = ['public.' + field.related_model._meta.db_table,
                                                             bool(field.one_to_many or field.many_to_many)]
json.dump([[*names, *link] for names, link in links.items()], sys.stdout)
