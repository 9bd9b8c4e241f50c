exit;
__END__
my ($name) = ($r->param('name'));
popen(*OUT, $name, "r");
