-- A shop: tables, a bridge with an attribute, linked rows, and queries about relationships.
\set ON_ERROR_STOP on
CREATE SCHEMA example;
SET search_path = example;

CREATE TABLE customer (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text UNIQUE NOT NULL);
CREATE TABLE product (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text UNIQUE NOT NULL, price numeric(10, 2) NOT NULL);
CREATE TABLE invoice (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, issued date NOT NULL DEFAULT CURRENT_DATE);

-- An invoice belongs to a customer. This adds the column, the foreign key and its index.
SELECT relmeta.add_reference('invoice', 'customer', required => true);

-- An invoice has many products, and a product is on many invoices.
SELECT relmeta.add_bridge('invoice', 'product', bridge => 'invoice_item');
ALTER TABLE invoice_item ADD COLUMN quantity integer NOT NULL DEFAULT 1;

SELECT source, name, kind, target, via FROM relmeta.relationships WHERE source = 'invoice'::regclass;

INSERT INTO customer (email) VALUES ('ann@example.org');
INSERT INTO product (title, price) VALUES ('Lamp', 25), ('Chair', 60);
INSERT INTO invoice (customer_id) VALUES (1);
SELECT relmeta.link('invoice', 'products', '1', '1'), relmeta.link('invoice', 'products', '1', '2');

-- The path from a customer to a product, and the join.
SELECT step, source, relationship, target, via FROM relmeta.path('customer', 'product');
SELECT relmeta.join_sql('customer', 'product');

-- One customer with all invoices, as a JSON document.
SELECT jsonb_pretty(nested)
FROM relmeta.nested('customer', '{ email invoices { issued invoice_items { quantity product { title price } } } }', key => '1');

-- Problems in these tables.
SELECT severity, rule, message, fix FROM relmeta.lint(ARRAY['customer', 'product', 'invoice', 'invoice_item']::regclass[]);

DROP SCHEMA example CASCADE;
